import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellObject, utils, write } from "xlsx";
import type { Cell, FieldType } from "../../../../src/render/document";
import { writeWorkbook } from "../../../../src/render/xlsx";
import { EXCEL_LIMITS } from "../../../../src/render/xlsx/table-sheet";
import { collect } from "../../../render/zip/read-zip";
import { column, documentOf, sectionOf } from "../../../render/zip/sample-document";
import { fieldsOf, readSheet } from "./workbooks";

type Kind = "text" | "number" | "integer" | "boolean" | "date" | "datetime";
type Value = string | number | boolean | Date | null;

interface Table {
  readonly kinds: readonly Kind[];
  readonly rows: readonly (readonly Value[])[];
}

/** Excel's own days begin to be right in March 1900. */
const moments = {
  min: new Date("1900-03-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59Z"),
  noInvalidDate: true,
};
const VALUES: Readonly<Record<Kind, fc.Arbitrary<Value>>> = {
  text: fc
    .oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "<b>&amp;",
        ' "a" ',
        "a\nb",
        "=1+1",
        "007",
        "12345678901234567",
        "N/A",
        "2024-01-15",
        "yes",
        "#N/A",
        "1e5",
      ),
    )
    // What XML itself changes or cannot hold, and Excel's way of writing that, are for other tests.
    .filter(
      (text) => !/[\r\u2028\u2029\ufffe\uffff]|_x[0-9a-f]{4}_/i.test(text) && [...text].every(isPrintable),
    ),
  number: fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    .map((value) => value + 0),
  // Of 16 digits and more our own writer makes text, as Excel would cut them.
  integer: fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
  boolean: fc.boolean(),
  date: fc.date(moments).map((date) => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000)),
  datetime: fc.date(moments),
};
const isPrintable = (letter: string) =>
  (letter.codePointAt(0) ?? 0) >= 0x20 || letter === "\n" || letter === "\t";

const table: fc.Arbitrary<Table> = fc
  .array(fc.constantFrom(...(Object.keys(VALUES) as Kind[])), { minLength: 1, maxLength: 6 })
  .chain((kinds) => {
    const row = fc.tuple(...kinds.map((kind) => fc.option(VALUES[kind], { freq: 6 })));
    return fc.array(row, { minLength: 1, maxLength: 15 }).map((rows) => ({ kinds, rows }));
  });

const headerOf = ({ kinds }: Table) => kinds.map((_, at) => `Column ${at + 1}`);

/** What a column holds, as the types of this product have it. */
function expectedColumn(kind: Kind, values: readonly Value[]): readonly Cell[] {
  const times = values.some((value) => value instanceof Date && value.getTime() % 86_400_000 !== 0);
  return values.map((value) => {
    if (value === "") return null;
    if (!(value instanceof Date)) return value;
    const iso = value.toISOString();
    if (kind === "date" || !times) return iso.slice(0, 10);
    return iso
      .slice(0, -1)
      .replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))
      .replace(/(\.\d*?)0+$/, "$1");
  });
}

const WRITERS: Readonly<Record<string, (table: Table) => Promise<Uint8Array>>> = {
  "SheetJS with shared strings": async (table) => sheetjs(table, true),
  "SheetJS with a string for each cell": async (table) => sheetjs(table, false),
  exceljs: async (table) => {
    const book = new ExcelJS.Workbook();
    book
      .addWorksheet("Data")
      .addRows([headerOf(table), ...table.rows.map((row) => row.map((value) => value ?? null))]);
    return new Uint8Array(await book.xlsx.writeBuffer());
  },
};

function sheetjs({ kinds, rows }: Table, bookSST: boolean): Uint8Array {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet([headerOf({ kinds, rows }), ...rows.map((row) => [...row])], {
    UTC: true,
  });
  utils.book_append_sheet(book, sheet, "Data");
  return new Uint8Array(write(book, { type: "array", bookSST, compression: true }));
}

describe("N14: what other programs write is read as it was", () => {
  test.each(Object.keys(WRITERS))("any table, written by %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(table, async (drawn) => {
        const bytes = (await WRITERS[name]?.(drawn)) ?? new Uint8Array();
        const { form, rows, bad, badCells } = await readSheet(bytes, {}, [700]);
        expect([bad, badCells]).toEqual([[], []]);
        const present = drawn.rows.filter((row) => row.some((value) => value !== null && value !== ""));
        drawn.kinds.forEach((kind, at) => {
          const values = present.map((row) => row[at] ?? null);
          const field = form.fields.findIndex(({ name }) => name === `column_${at + 1}`);
          expect(rows.map((row) => row[field])).toEqual(expectedColumn(kind, values));
        });
      }),
      { numRuns: 60 },
    );
  });

  test("any table that we write ourselves, types and all", async () => {
    const types: Record<Kind, FieldType> = {
      text: "string",
      number: "number",
      integer: "integer",
      boolean: "boolean",
      date: "date",
      datetime: "datetime",
    };
    await fc.assert(
      fc.asyncProperty(table, async (drawn) => {
        const cells = drawn.rows.map((row) =>
          row.map((value, at): Cell => {
            if (!(value instanceof Date)) return value;
            return value.toISOString().slice(0, drawn.kinds[at] === "date" ? 10 : 19);
          }),
        );
        const columns = drawn.kinds.map((kind, at) => column(`Column ${at + 1}`, types[kind]));
        const sink = collect();
        await writeWorkbook(documentOf([sectionOf("Data", columns, cells)]), sink, EXCEL_LIMITS);
        const read = await readSheet(sink.bytes());
        const present = cells.filter((row) => row.some((value) => value !== null && value !== ""));
        drawn.kinds.forEach((kind, at) => {
          const values = present.map((row) => (row[at] === "" ? null : (row[at] ?? null)));
          expect(read.rows.map((row) => row[at])).toEqual(values);
          if (kind === "text" || values.every((value) => value === null)) return;
          const found = read.form.fields[at]?.type;
          expect(found).toBe(
            kind === "number" && values.every((value) => Number.isInteger(value ?? 0))
              ? "integer"
              : types[kind],
          );
        });
      }),
      { numRuns: 60 },
    );
  });
});

test("formats, errors and formulas of SheetJS", async () => {
  const cell = (v: CellObject["v"], more: Partial<CellObject> = {}): CellObject => ({ t: "n", v, ...more });
  const sheet = utils.aoa_to_sheet([
    ["Share", "Sum", "Took", "Total", "Bad", "Rich"],
    [
      cell(0.5, { z: "0.0%" }),
      cell(5, { z: '"$"#,##0.00' }),
      cell(1.5, { z: "[h]:mm" }),
      cell(3, { f: "1+2" }),
      cell(42, { t: "e" }),
      "x",
    ],
    [
      cell(0.25, { z: "0%" }),
      cell(6, { z: '"$"#,##0.00' }),
      cell(0.5, { z: "[h]:mm" }),
      cell(5, { f: "2+3" }),
      cell(1),
      "y",
    ],
  ]);
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, "Data");
  const read = await readSheet(new Uint8Array(write(book, { type: "array" })));
  expect(fieldsOf(read)).toEqual([
    "share: number:percent",
    "sum: number:currency:USD",
    "took: number:duration",
    "total: integer",
    "bad: integer",
    "rich: string",
  ]);
  expect(read.rows).toEqual([
    [0.5, 5, 129_600, 3, null, "x"],
    [0.25, 6, 43_200, 5, 1, "y"],
  ]);
  expect(read.badCells).toMatchObject([{ line: 2, column: "bad", value: "#N/A", code: "cell_error" }]);
});

test("rich text, formulas, links, merged and hidden cells of exceljs; dates since 1904", async () => {
  const book = new ExcelJS.Workbook();
  book.properties.date1904 = true;
  book.addWorksheet("Hidden", { state: "veryHidden" }).addRow(["no"]);
  const sheet = book.addWorksheet("Data", {
    properties: { tabColor: { argb: "FF00FF00" } },
    views: [{ state: "frozen", ySplit: 3 }],
  });
  sheet.getCell("B1").value = "Orders of May";
  sheet.mergeCells("B1:F1");
  sheet.getRow(3).values = [null, "Id", "Text", "Sum", "Link", "When"];
  sheet.getRow(4).values = [
    null,
    "17-0001",
    { richText: [{ text: "bold ", font: { bold: true } }, { text: "& plain" }] },
    { formula: "1+1", result: 2 },
    { text: "page", hyperlink: "https://example.com" },
    new Date("2024-01-15T10:30:00Z"),
  ];
  sheet.getRow(6).values = [
    null,
    "17-0002",
    "b",
    { formula: "1/0", result: { error: "#DIV/0!" } },
    null,
    new Date("2024-01-16T00:00:00Z"),
  ];
  sheet.getRow(6).hidden = true;
  const read = await readSheet(new Uint8Array(await book.xlsx.writeBuffer()));
  expect(read.form.sheet).toBe("Data");
  expect(fieldsOf(read)).toEqual([
    "id: string",
    "text: string",
    "sum: integer",
    "link: string",
    "when: datetime",
  ]);
  expect(read.rows).toEqual([
    ["17-0001", "bold & plain", 2, "page", "2024-01-15T10:30:00"],
    ["17-0002", "b", null, null, "2024-01-16T00:00:00"],
  ]);
  expect(read.badCells).toMatchObject([{ row: 2, line: 6, column: "sum", value: "#DIV/0!" }]);
});
