import { describe, expect, test } from "vitest";
import { inspectTable, readTable } from "../../../src/datasets/read";
import { bytesOf, readAll, streamOf } from "./tables";

async function failureOf(content: string | Uint8Array) {
  return readAll(content).then(
    () => null,
    (error: unknown) => error,
  );
}

describe("files that are no table", () => {
  test.each([
    ["an empty file", "", "empty_file"],
    ["blank lines", "\n\r\n  \n", "empty_file"],
    ["a byte order mark alone", "\ufeff", "empty_file"],
    ["1,001 columns", `${Array.from({ length: 1001 }, (_, at) => `c${at}`).join(",")}\n`, "too_many_columns"],
    [
      "an HTML table, as some programs name .xls or .csv",
      "<table><tr><td>a</td></tr></table>",
      "not_a_table",
    ],
    ["a header that never ends", `"id,name\n1,a\n2,b\n`, "not_a_table"],
    ["a header longer than 64 KB", `${"x".repeat(70_000)}\n1\n`, "not_a_table"],
  ])("%s", async (_name, content, code) => {
    expect(await failureOf(content)).toMatchObject({ name: "ReadFailure", code });
  });

  test("E33: when every row is bad the failure names the most frequent reason", async () => {
    const bytes = bytesOf("a,b,c\n1,2\n1,2,3,4\n1\n");
    const open = async () => streamOf(bytes);
    const form = await inspectTable(open);
    const bad: number[] = [];
    const reading = (async () => {
      for await (const batch of readTable(open, form)) bad.push(...batch.bad.map(({ row }) => row));
    })();
    await expect(reading).rejects.toMatchObject({
      code: "no_good_rows",
      message:
        "All 3 rows could not be read. Most often (2): The row has 2 cells, the header 3. First on line 2. Check that the first line names the columns, or give the delimiter, and send it again.",
    });
    // The rows were given before, so they can still be downloaded.
    expect(bad).toEqual([1, 2, 3]);
  });
});

describe("files that are small tables", () => {
  test("a header alone has no rows", async () => {
    const { form, rows, bad } = await readAll("a,b\n");
    expect(form).toMatchObject({ records: 0, fields: [{ name: "a", type: "string" }, { name: "b" }] });
    expect([rows, bad]).toEqual([[], []]);
  });

  test("200 columns", async () => {
    const header = Array.from({ length: 200 }, (_, at) => `c${at}`).join(",");
    const { form, rows } = await readAll(`${header}\n${Array(200).fill("7").join(",")}\n`);
    expect(form.fields).toHaveLength(200);
    expect(rows[0]).toEqual(Array(200).fill(7));
  });

  test("1,000 columns are still read", async () => {
    const header = Array.from({ length: 1000 }, (_, at) => `c${at}`).join(",");
    expect((await readAll(`${header}\n`)).form.fields).toHaveLength(1000);
  });

  test("a column without a delimiter", async () => {
    const { rows } = await readAll("name\nanna\n\nbob, the second\n");
    expect(rows).toEqual([["anna"], ["bob, the second"]]);
  });
});

describe("E33 U36: a bad row is named and does not hide the rest", () => {
  test("ragged rows", async () => {
    const { rows, bad } = await readAll("id,name,note\n1,a,x\n2,b\n3,c,y,z\n4,d,\n\n5,e,f,,\n  \n");
    expect(rows).toEqual([
      [1, "a", "x"],
      [4, "d", null],
      [5, "e", "f"],
    ]);
    expect(bad).toEqual([
      {
        row: 2,
        line: 3,
        code: "too_few_cells",
        message: "The row has 2 cells, the header 3.",
        column: null,
        value: null,
        raw: "2,b",
      },
      {
        row: 3,
        line: 4,
        code: "too_many_cells",
        message: "The row has 4 cells, the header 3.",
        column: null,
        value: null,
        raw: "3,c,y,z",
      },
    ]);
  });

  test("empty headers at the end need no cells", async () => {
    const { rows, bad } = await readAll("a,b,\n1,2\n3,4,\n5,6,7\n");
    expect(rows).toEqual([
      [1, 2, null],
      [3, 4, null],
      [5, 6, 7],
    ]);
    expect(bad).toEqual([]);
  });

  test("bad rows do not spoil the types of the good ones", async () => {
    const { form } = await readAll("id,n\n1,2\nx\ny,z,w\n3,4\n");
    expect(form.fields.map(({ type }) => type)).toEqual(["integer", "integer"]);
  });

  test("an unclosed quote in the middle, and one at the end", async () => {
    const { rows, bad } = await readAll('id,name\n1,a\n2,"b\n3,c\n4,d\n5,"e');
    expect(rows).toEqual([
      [1, "a"],
      [3, "c"],
      [4, "d"],
    ]);
    expect(bad).toMatchObject([
      { row: 2, line: 3, code: "unterminated_quote" },
      { row: 5, line: 6, code: "unterminated_quote" },
    ]);
  });

  test("an upload that was cut", async () => {
    const { rows, bad } = await readAll("id,name,note\n1,a,x\n2,b");
    expect(rows).toEqual([[1, "a", "x"]]);
    expect(bad).toMatchObject([{ row: 2, line: 3, code: "too_few_cells" }]);
  });

  test("a 10 MB cell", async () => {
    const { rows, bad } = await readAll(`id,text\n1,a\n2,${"x".repeat(10_000_000)}\n3,c\n`);
    expect(rows).toEqual([
      [1, "a"],
      [3, "c"],
    ]);
    expect(bad).toMatchObject([{ row: 2, line: 3, column: "text", code: "cell_too_large" }]);
    expect(bad[0]?.raw).toHaveLength(10_240);
    expect(bad[0]?.message).toBe("The cell is larger than 1,000,000 bytes.");
  });

  test("rows and lines are counted behind quoted line ends, a sep= line and empty lines", async () => {
    const { bad } = await readAll('sep=,\n\nid,name,note\n1,"x\ny",z\n\n2,b\n3,c,d\n4\n');
    expect(bad).toMatchObject([
      { row: 2, line: 7 },
      { row: 4, line: 9 },
    ]);
  });
});

describe("declared types", () => {
  const declared = (type: "integer" | "number" | "date" | "boolean" | "datetime", format?: string) => ({
    overrides: [{ name: "v", type, format }],
  });

  test.each([
    ["integer", "integer", "12x", '"12x" in "v" is not an integer.'],
    ["a fraction for an integer", "integer", "1.5", '"1.5" in "v" is not an integer.'],
    ["17 digits", "integer", "12345678901234567", '"12345678901234567" in "v" is not an integer.'],
    ["number", "number", "abc", '"abc" in "v" is not a number.'],
    ["boolean", "boolean", "maybe", '"maybe" in "v" is not true or false.'],
  ] as const)("%s", async (_name, type, text, message) => {
    const { rows, bad } = await readAll(
      `id,v\n1,${type === "boolean" ? "1" : "7"}\n2,${text}\n3,\n`,
      declared(type),
    );
    expect(rows).toEqual([
      [1, type === "boolean" ? true : 7],
      [3, null],
    ]);
    expect(bad).toEqual([
      { row: 2, line: 3, code: "type_mismatch", column: "v", value: text, message, raw: `2,${text}` },
    ]);
  });

  test("most values decide the order of the dates", async () => {
    const text = "id,v\n1,25/12/2020\n2,26/12/2020\n3,12/27/2020\n4,01/02/2020\n";
    const { rows, bad } = await readAll(text, declared("date"));
    expect(rows.map(([, date]) => date)).toEqual(["2020-12-25", "2020-12-26", "2020-02-01"]);
    expect(bad).toMatchObject([{ row: 3, message: '"12/27/2020" in "v" is not a date (day first).' }]);
  });

  test("most values decide the decimal mark", async () => {
    const { rows, bad } = await readAll('id,v\n1,"1,5"\n2,"2,5"\n3,3.25\n', declared("number"));
    expect(rows).toEqual([
      [1, 1.5],
      [2, 2.5],
    ]);
    expect(bad).toMatchObject([{ row: 3, code: "type_mismatch", value: "3.25" }]);
  });

  test("an amount in another currency does not fit", async () => {
    const { rows, bad } = await readAll("id,v\n1,$5\n2,€6\n3,7\n", declared("number", "currency:USD"));
    expect(rows).toEqual([
      [1, 5],
      [3, 7],
    ]);
    expect(bad).toMatchObject([{ row: 2, value: "€6", message: '"€6" in "v" is not an amount in USD.' }]);
  });

  test("a date in a column of times is midnight", async () => {
    const { rows } = await readAll("v\n2020-01-05\n2020-01-06 10:00\n", declared("datetime"));
    expect(rows).toEqual([["2020-01-05T00:00:00"], ["2020-01-06T10:00:00"]]);
  });

  test("string keeps what would be a number; label and format are taken over", async () => {
    const overrides = [
      { name: "Zip Code", type: "string" as const, label: "Postcode" },
      { name: "size", format: "bytes" },
    ];
    const { form, rows } = await readAll("Zip Code,Size\n12345,7\n", { overrides });
    expect(rows).toEqual([["12345", 7]]);
    expect(form.fields).toMatchObject([
      { name: "zip_code", label: "Postcode", type: "string" },
      { name: "size", label: "Size", type: "integer", format: "bytes" },
    ]);
  });

  test("an override for a column that is not there", async () => {
    await expect(readAll("a,b\n1,2\n", { overrides: [{ name: "c", type: "date" }] })).rejects.toMatchObject({
      code: "unknown_field",
      message: 'There is no column "c". The columns are: a, b.',
    });
  });

  test("a long value is cut in its report", async () => {
    const { bad } = await readAll(`id,v\n1,${"y".repeat(5000)}\n2,3\n`, declared("integer"));
    expect(bad[0]?.value).toHaveLength(200);
    expect(bad[0]?.raw).toHaveLength(5002);
  });
});

describe("rows for fields that exist already", () => {
  const target = [
    { name: "id", label: "Id", type: "integer" as const },
    { name: "when_due", label: "When due", type: "date" as const },
    { name: "amount", label: "Amount", type: "number" as const, format: "currency:EUR" },
    { name: "note", label: "Note", type: "string" as const },
  ];

  test("columns are matched by label or name in any order; a missing one is null", async () => {
    const { form, rows, bad } = await readAll(
      "amount;Id;when_due\n1.234,50 €;1;31.12.2020\n;2;01.02.2021\nx;3;\n",
      {
        target,
      },
    );
    expect(form.fields.map(({ name }) => name)).toEqual(["id", "when_due", "amount", "note"]);
    expect(rows).toEqual([
      [1, "2020-12-31", 1234.5, null],
      [2, "2021-02-01", null, null],
    ]);
    expect(bad).toMatchObject([{ row: 3, column: "amount", code: "type_mismatch" }]);
  });

  test("a column without a field fails the file", async () => {
    await expect(readAll("Id,Colour\n1,red\n", { target })).rejects.toMatchObject({
      code: "unknown_field",
      message: 'There is no field for "Colour". The fields are: id, when_due, amount, note.',
    });
  });

  test("without a header the columns follow the fields", async () => {
    const { rows } = await readAll("1,2020-01-05,2.5,x\n", { target, hasHeader: false });
    expect(rows).toEqual([[1, "2020-01-05", 2.5, "x"]]);
    await expect(readAll("1,2\n", { target, hasHeader: false })).rejects.toMatchObject({
      code: "unknown_field",
    });
  });
});

describe("booleans", () => {
  test.each<[name: string, text: string, type: string, values: unknown[]]>([
    ["true and false in any case", "v\ntrue\nFALSE\nTrue\n", "boolean", [true, false, true]],
    ["yes and no", "v\nyes\nNo\n", "boolean", [true, false]],
    ["with nulls", "v,w\nyes,1\n,2\nN/A,3\nno,4\n", "boolean", [true, null, null, false]],
    ["0 and 1 are integers", "v\n0\n1\n", "integer", [0, 1]],
    ["both pairs mixed", "v\ntrue\nno\n", "string", ["true", "no"]],
    ["NO alone is Norway", "v\nNO\nNO\n", "string", ["NO", "NO"]],
    ["true alone", "v\ntrue\n", "boolean", [true]],
  ])("%s", async (_name, text, type, values) => {
    const { form, rows } = await readAll(text);
    expect(form.fields[0]?.type).toBe(type);
    expect(rows.map((row) => row[0])).toEqual(values);
  });
});
