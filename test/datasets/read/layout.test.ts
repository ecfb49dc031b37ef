import { describe, expect, test } from "vitest";
import { snakeCase } from "../../../src/datasets/read/header";
import { inspectTable } from "../../../src/datasets/read/inspect";
import { sniffCsv } from "../../../src/datasets/read/sniff";
import { bytesOf, readAll, streamOf } from "./tables";

function sniff(text: string) {
  const { dialect, first } = sniffCsv(text, true, {});
  return { ...dialect, first };
}

describe("delimiters", () => {
  test.each<[name: string, text: string, delimiter: string | null, columns: number]>([
    ["comma", "a,b,c\n1,2,3\n", ",", 3],
    ["semicolon", "a;b;c\n1;2;3\n", ";", 3],
    ["tab", "a\tb\n1\t2\n", "\t", 2],
    ["bar", "a|b\n1|2\n", "|", 2],
    ["semicolon with decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", ";", 2],
    ["one data row with decimal commas", "Nr;Betrag;Anteil\n7;1,50;2,5\n", ";", 3],
    ["comma with semicolons in cells", 'a,b\n"x; y; z",1\n"u; v; w",2\n', ",", 2],
    ["comma with bars in a text", "id,text\n1,a|b|c\n2,d|e\n", ",", 2],
    ["tab with commas in cells", "name\tplace\nDoe, J.\tX, Y\n", "\t", 2],
    ["one column", "name\nanna\nbob\n", null, 1],
    ["one column of texts with commas", "comment\nwell, yes\nno\nperhaps, perhaps, not\n", null, 1],
    ["one column whose header has a comma", '"How, then?"\nyes\nno\n', null, 1],
    ["one column whose unquoted header has a comma", "How, then?\nyes\nno\nyes\n", null, 1],
    ["header alone", "a;b;c\n", ";", 3],
    ["ragged rows", "a,b,c\n1,2\n1,2,3,4\n1\n", ",", 3],
    ["quoted cells with line ends", 'a;b\n"x,\ny,z";1\n"u,\nv";2\n', ";", 2],
  ])("%s", (_name, text, delimiter, columns) => {
    const found = sniff(text);
    expect(found.delimiter).toBe(delimiter);
    expect(found.first).toHaveLength(columns);
  });

  test("Excel's sep= line names the delimiter and is no header", async () => {
    const { form, rows, bad } = await readAll("sep=;\r\na,x;b\r\n1,5;2\r\n");
    expect(form.fields.map(({ label }) => label)).toEqual(["a,x", "b"]);
    expect(rows).toEqual([[1.5, 2]]);
    expect(bad).toEqual([]);
    expect((await readAll("SEP=^\na^b\n1^2\n")).rows).toEqual([[1, 2]]);
  });

  test("a delimiter can be given", async () => {
    const { rows } = await readAll("a:b\n1:x,y\n", { delimiter: ":" });
    expect(rows).toEqual([[1, "x,y"]]);
  });

  test("a title above the header is left out", async () => {
    const text = "Cost report 2024\n   \nname,amount,when\na,1,2024-01-01\nb,2,2024-01-02\n";
    const { form, rows, bad } = await readAll(text);
    expect(form.fields.map(({ name }) => name)).toEqual(["name", "amount", "when"]);
    expect(rows).toHaveLength(2);
    expect(bad).toEqual([]);
  });

  test("apostrophes that quote are taken off, others are not", async () => {
    const quoted = await readAll("'name';'n'\n'a;b';'5'\n'O''Brien';'6'\n'c';'7'\n");
    expect(quoted.rows).toEqual([
      ["a;b", 5],
      ["O'Brien", 6],
      ["c", 7],
    ]);
    const plain = await readAll("word,n\n'tis,1\n'twas,2\nrock'n'roll',3\n");
    expect(plain.rows.map(([word]) => word)).toEqual(["'tis", "'twas", "rock'n'roll'"]);
  });

  test("blanks between a delimiter and a quote", async () => {
    const text = 'id, item, cost\n1, "Chicken, whole", 7.97\n2, "Paperclips", 1.15\n';
    const { form, rows, bad } = await readAll(text);
    expect(form.fields.map(({ name }) => name)).toEqual(["id", "item", "cost"]);
    expect(rows).toEqual([
      [1, "Chicken, whole", 7.97],
      [2, "Paperclips", 1.15],
    ]);
    expect(bad).toEqual([]);
  });
});

describe("headers", () => {
  test.each([
    ["Potential Annual Cost Savings", "potential_annual_cost_savings"],
    ["  name ", "name"],
    ["race/ethnicity", "race_ethnicity"],
    ["BillingAccountId", "billing_account_id"],
    ["StudentID", "student_id"],
    ["IDs", "ids"],
    ["HTMLParser", "html_parser"],
    ["G1", "g1"],
    ["PayGPrice", "pay_g_price"],
    ["% of total", "of_total"],
    ["Don't know", "dont_know"],
    ["Größe (cm)", "größe_cm"],
    ["日本語 列", "日本語_列"],
    ["Имя", "имя"],
    ["e\u0301te\u0301", "été"],
    ["__proto__", "proto"],
    ["2019", "2019"],
    ["***", ""],
  ])("%s -> %s", (label, name) => {
    expect(snakeCase(label)).toBe(name);
  });

  test("long questions are cut between words", () => {
    const name = snakeCase(
      "In a row of three seats, who should get to use the two arm rests, and why is it so?",
    );
    expect(name.length).toBeLessThanOrEqual(64);
    expect(name).toBe("in_a_row_of_three_seats_who_should_get_to_use_the_two_arm_rests");
    expect(snakeCase("x".repeat(200)).length).toBeLessThanOrEqual(64);
  });

  test("duplicate and empty headers get names of their own", async () => {
    const { form } = await readAll("name,name,,Name,name_2,\n1,2,3,4,5,6\n");
    expect(form.fields.map(({ name }) => name)).toEqual([
      "name",
      "name_2",
      "column_3",
      "name_3",
      "name_2_2",
      "column_6",
    ]);
    expect(form.fields.map(({ label }) => label)).toEqual([
      "name",
      "name",
      "Column 3",
      "Name",
      "name_2",
      "Column 6",
    ]);
  });

  test("a byte order mark is no part of the first header, also before a quote", async () => {
    const { form, rows } = await readAll('\ufeff"Id",Name\n1,x\n');
    expect(form.fields.map(({ label }) => label)).toEqual(["Id", "Name"]);
    expect(rows).toEqual([[1, "x"]]);
  });

  test("without a header the columns are numbered and the first row is data", async () => {
    const { form, rows } = await readAll("1,x\n2,y\n", { hasHeader: false });
    expect(form.fields.map(({ name, type }) => [name, type])).toEqual([
      ["column_1", "integer"],
      ["column_2", "string"],
    ]);
    expect(rows).toEqual([
      [1, "x"],
      [2, "y"],
    ]);
  });

  test("the form is plain data and reads the same after JSON", async () => {
    const bytes = bytesOf("a;b\n1,5;x\n");
    const form = await inspectTable(async () => streamOf(bytes));
    expect(JSON.parse(JSON.stringify(form))).toEqual({
      format: "csv",
      encoding: "utf-8",
      dialect: { delimiter: ";", quote: '"', quoteAfterSpace: false, skipRecords: 0 },
      hasHeader: true,
      header: ["a", "b"],
      fields: [
        { name: "a", label: "a", type: "number", reading: { index: 0, decimal: "," } },
        { name: "b", label: "b", type: "string", reading: { index: 1 } },
      ],
      records: 1,
    });
  });
});
