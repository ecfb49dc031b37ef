import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { read, utils } from "xlsx";
import { csvRenderer } from "../../../src/render/csv";
import type { Cell, FieldType, ReportDocument } from "../../../src/render/document";
import { renderedText } from "../values/rendered";
import { CSV_INJECTIONS, column, documentOf, sectionOf } from "../zip/sample-document";
import { parseStrictly } from "./rfc4180";

const BOM = "\ufeff";

async function tableOf(document: ReportDocument): Promise<string[][]> {
  const text = await renderedText(csvRenderer, document);
  expect(text.startsWith(BOM)).toBe(true);
  return parseStrictly(text.slice(1));
}

/** What stands in the file for a cell of a column of this type, quotes and all. */
async function fieldOf(cell: Cell, type: FieldType = "string"): Promise<string> {
  const text = await renderedText(
    csvRenderer,
    documentOf([sectionOf("Main", [column("a", type), column("b")], [[cell, "x"]])]),
  );
  return text.slice(`${BOM}a,b\r\n`.length, -",x\r\n".length);
}

test("C2: one section is one CSV, named as such", () => {
  const document = documentOf([sectionOf("Main", [column("text")], [["x"]])]);
  expect(csvRenderer.fileType(document)).toEqual({
    contentType: "text/csv; charset=utf-8",
    extension: "csv",
  });
});

describe("values are exact and the same in every locale", () => {
  test.each<[Cell, FieldType, string]>([
    [1234567.25, "number", "1234567.25"],
    [-0.5, "number", "-0.5"],
    [-0, "number", "0"],
    [0.1 + 0.2, "number", "0.30000000000000004"],
    [1e21, "number", "1000000000000000000000"],
    [1e-7, "number", "0.0000001"],
    [-1.5e-9, "number", "-0.0000000015"],
    [1e300, "number", "1e+300"],
    [Number.NaN, "number", ""],
    [9007199254740991, "integer", "9007199254740991"],
    ["12345678901234567", "integer", "12345678901234567"],
    [true, "boolean", "true"],
    [false, "boolean", "false"],
    ["2026-11-21", "date", "2026-11-21"],
    ["2026-11-21T09:31:00Z", "datetime", "2026-11-21T09:31:00Z"],
    [null, "string", ""],
    ["", "string", '""'],
    ["00123", "string", "00123"],
    ["李小龙", "string", "李小龙"],
  ])("%s as %s is %s", async (cell, type, expected) => {
    expect(await fieldOf(cell, type)).toBe(expected);
  });

  test("half a character becomes U+FFFD, so that the file stays UTF-8", async () => {
    expect(await fieldOf("a\ud800b")).toBe("a\ufffdb");
  });

  test("U23: the locale of the report changes nothing", async () => {
    const rows = sectionOf(
      "Main",
      [column("n", "number", "currency:EUR"), column("d", "date")],
      [[1234.5, "2026-11-21"]],
    );
    const text = await renderedText(csvRenderer, documentOf([rows], { locale: "de-DE" }));
    expect(text).toBe(`${BOM}n,d\r\n1234.5,2026-11-21\r\n`);
  });
});

describe("RFC 4180: fields are quoted where they must be", () => {
  test.each([
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    [" lead", '" lead"'],
    ["trail ", '"trail "'],
    ["a;b", "a;b"],
    ["it's", "it's"],
    ["#1", "#1"],
  ])("%j is written %s", async (cell, expected) => {
    expect(await fieldOf(cell)).toBe(expected);
  });

  test("headers are labels, quoted alike, and may repeat", async () => {
    const columns = [
      { ...column("a"), label: 'Height, "cm"' },
      { ...column("b"), label: "Same" },
      { ...column("c"), label: "Same" },
      { ...column("d"), label: "=1+1" },
    ];
    expect(await tableOf(documentOf([sectionOf("Main", columns, [])]))).toEqual([
      ['Height, "cm"', "Same", "Same", "'=1+1"],
    ]);
  });

  test("a missing value that is alone in its record is no empty line", async () => {
    const text = await renderedText(
      csvRenderer,
      documentOf([sectionOf("Main", [column("text")], [["a"], [null], ["b"]])]),
    );
    expect(text).toBe(`${BOM}text\r\na\r\n""\r\nb\r\n`);
  });

  test("a row that is too short is filled up", async () => {
    const table = await tableOf(
      documentOf([sectionOf("Main", [column("a"), column("b"), column("c")], [["x"], ["y", "z"]])]),
    );
    expect(table.slice(1)).toEqual([
      ["x", "", ""],
      ["y", "z", ""],
    ]);
  });
});

describe("N13, U21: no text becomes a formula, and numbers stay numbers", () => {
  test.each([
    ...CSV_INJECTIONS.slice(1),
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "-",
    "--",
    "-abc",
    "+49 30 123456",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=",
    "-1-1",
    "-1,2;3",
  ])("%j is kept from running", async (text) => {
    const [, row] = await tableOf(documentOf([sectionOf("Main", [column("a"), column("b")], [[text, "x"]])]));
    expect(row).toEqual([`'${text}`, "x"]);
  });

  test.each([
    "-12.5",
    "+3",
    "-1,234.56",
    "-1.234,56",
    "-.5",
    "+1e5",
    "-1.5E-7",
    "-12%",
    ...CSV_INJECTIONS.slice(0, 1),
    "a=1",
    "1-2",
    "x@example.com",
    "'=1",
    " =1",
  ])("%j is left as it is", async (text) => {
    const [, row] = await tableOf(documentOf([sectionOf("Main", [column("a"), column("b")], [[text, "x"]])]));
    expect(row).toEqual([text, "x"]);
  });

  test("negative numbers in numeric columns are not touched", async () => {
    expect(await fieldOf(-12.5, "number")).toBe("-12.5");
    expect(await fieldOf("-12345678901234567890", "integer")).toBe("-12345678901234567890");
  });
});

describe("a cut table says so in its last record, a complete one holds nothing else", () => {
  test("cut", async () => {
    const cut = sectionOf("Main", [column("a"), column("b")], [["x", "y"]], {
      rows_total: 25314,
      truncated: true,
    });
    expect(await tableOf(documentOf([cut]))).toEqual([
      ["a", "b"],
      ["x", "y"],
      ["# cut at the limit: 1 of 25314 rows", ""],
    ]);
  });

  test("no rows: the header alone", async () => {
    expect(
      await renderedText(csvRenderer, documentOf([sectionOf("Main", [column("a"), column("b")], [])])),
    ).toBe(`${BOM}a,b\r\n`);
  });

  test("U19: an early end of the rows is an error", async () => {
    const short = sectionOf("Main", [column("a")], [["x"]], { rows_written: 2 });
    await expect(renderedText(csvRenderer, documentOf([short]))).rejects.toThrow(
      "1 rows where 2 were promised",
    );
  });
});

test("SheetJS reads back what was written", async () => {
  const rows = [
    ["Alice, A.", 95.5, "line one\nline two"],
    ['Bob "B" Smith', -3, ""],
    ["王芳", 1e-7, "ends with space "],
  ];
  const columns = [column("name"), column("grade", "number"), column("note")];
  const text = await renderedText(csvRenderer, documentOf([sectionOf("Main", columns, rows)]));
  const sheet = Object.values(read(text.slice(1), { type: "string" }).Sheets)[0];
  expect(sheet && utils.sheet_to_json(sheet, { header: 1, defval: "" })).toEqual([
    ["name", "grade", "note"],
    ...rows,
  ]);
});

test("any text comes back from the file, but for the guard's apostrophe", async () => {
  const text = fc.string({ unit: "grapheme" });
  const tricky = fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "=", "-", "'", " ", "1", "a") });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.oneof(text, tricky), tricky), { minLength: 1 }), async (rows) => {
      const [, ...table] = await tableOf(documentOf([sectionOf("Main", [column("a"), column("b")], rows)]));
      const guarded = (cell: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? [cell, `'${cell}`] : [cell]);
      for (const [at, row] of rows.entries()) {
        for (const [place, cell] of row.entries()) expect(guarded(cell)).toContain(table[at]?.[place]);
      }
      expect(table).toHaveLength(rows.length);
    }),
  );
});
