import { describe, expect, test } from "vitest";
import { readAll } from "./tables";

const labels = (read: Awaited<ReturnType<typeof readAll>>) => read.form.fields.map(({ label }) => label);

describe("lines above the header", () => {
  test.each<[name: string, text: string, header: string[], rows: number]>([
    [
      "a title filled up with delimiters",
      "Sales 2024,,\n,,\nregion,amount,qty\nN,1.5,3\nS,2.5,4\n",
      ["region", "amount", "qty"],
      2,
    ],
    ["a title over two columns", "Report 2024\nname,amount\nA,1\nB,2\n", ["name", "amount"], 2],
    ["a title with a comma in quotes", '"Sales, 2024"\nname,amount\nA,1\nB,2\n', ["name", "amount"], 2],
    [
      "comments, also at the end",
      "# made by x\n# version 2, of 3\na,b,c\n1,2,3\n4,5,6\n# end\n",
      ["a", "b", "c"],
      2,
    ],
    [
      "a commented header",
      "##format=v4\n##by=x\n#CHROM\tPOS\tID\n1\t100\trs1\n2\t200\trs2\n",
      ["#CHROM", "POS", "ID"],
      2,
    ],
    [
      "facts of a bank",
      "Konto:;DE123\nVon:;01.01.2024\nSaldo:;1.000,00 EUR\n\nTag;Betrag;Zweck;Name\n01.01.2024;-5,00;x;y\n13.01.2024;6,00;x;y\n",
      ["Tag", "Betrag", "Zweck", "Name"],
      2,
    ],
    [
      "facts above a header that holds years",
      '"Source","WDI",\n\n"Updated","2024-01-01",\n\n"Country","Code","1960","1961",\n"Aruba","ABW","1.5","2",\n"X","Y","","3",\n',
      ["Country", "Code", "1960", "1961", "Column 5"],
      2,
    ],
  ])("%s", async (_name, text, header, rows) => {
    const read = await readAll(text);
    expect(labels(read)).toEqual(header);
    expect(read.rows).toHaveLength(rows);
    expect(read.form.notes).toContainEqual(expect.objectContaining({ code: "lines_above" }));
  });

  test.each<[name: string, text: string, header: string[]]>([
    ["a header with one name less than the rows", "name,city\nAnn,Oslo,x\nBob,Rome,y\n", ["name", "city"]],
    [
      "rows that lack their last cell",
      "name,city,note\nAnn,Oslo\nBob,Rome\nCid,Paris\n",
      ["name", "city", "note"],
    ],
    ["a header of few names over numbers", "x,,\n1,2,3\n4,5,6\n", ["x", "Column 2", "Column 3"]],
    ["a column called #", "#,name\n1,a\n2,b\n", ["#", "name"]],
    ["an empty line below the header", "name,city\n\nAnn,Oslo\nBob,Rome\n", ["name", "city"]],
  ])("are none: %s", async (_name, text, header) => {
    const read = await readAll(text).catch((error: unknown) => error);
    if (read instanceof Error) expect(read).toMatchObject({ code: "no_good_rows" });
    else expect(labels(read as Awaited<ReturnType<typeof readAll>>)).toEqual(header);
  });

  test("empty rows, as spreadsheets write them, are none", async () => {
    const { rows, bad, form } = await readAll("a;b;c\n1;2;3\n;;\n4;x;6\n; ;\n;;\n", {
      overrides: [{ name: "b", type: "integer" }],
    });
    expect(rows).toEqual([[1, 2, 3]]);
    expect(bad).toMatchObject([{ row: 2, line: 4, column: "b" }]);
    expect(form.records).toBe(2);
    expect(form.notes).toEqual([
      { code: "empty_rows", column: null, message: "3 empty rows were left out." },
    ]);
    expect((await readAll('name\n""\n"x"\n')).rows).toEqual([[null], ["x"]]);
  });
});
