import { describe, expect, test } from "vitest";
import type { ReadOptions } from "../../../../src/datasets/read";
import { fieldsOf, type Parts, readSheet, rowsXml, workbookOf } from "./workbooks";

type Cells = readonly (string | number | null)[];

/** Rows by their number, with empty ones between them. */
const sheetOf = (rows: Readonly<Record<number, Cells>>) =>
  Object.entries(rows)
    .map(([row, cells]) => rowsXml([cells], Number(row)))
    .join("");

async function read(
  rows: Readonly<Record<number, Cells>>,
  { merges = [], ...options }: ReadOptions & { merges?: readonly string[] } = {},
) {
  const behind = `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`;
  return await readSheet(await workbookOf({ sheets: { Data: sheetOf(rows) }, behind }), options);
}

const labelsOf = ({ form }: Awaited<ReturnType<typeof read>>) => form.fields.map(({ label }) => label);

describe("where the table stands", () => {
  test("behind empty rows and columns", async () => {
    const found = await read({
      4: [null, null, "Id", "Name"],
      5: [null, null, 1, "a"],
      7: [null, null, 2, "b"],
    });
    expect(fieldsOf(found)).toEqual(["id: integer", "name: string"]);
    expect(found.rows).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  test("a bad row is named by its number in the sheet", async () => {
    const overrides = [{ name: "id", type: "integer" as const }];
    const { bad } = await read({ 4: ["Id"], 5: [1], 9: ["x"] }, { overrides });
    expect(bad).toMatchObject([{ row: 2, line: 9 }]);
  });

  test("below a title and a note", async () => {
    const found = await read({
      1: ["Sales 2026"],
      2: ["as of May"],
      4: ["Id", "Name"],
      5: [1, "a"],
      6: [2, "b"],
    });
    expect(fieldsOf(found)).toEqual(["id: integer", "name: string"]);
    expect(found.rows).toHaveLength(2);
  });

  test("below a block that an empty row parts from it", async () => {
    const found = await read({
      1: ["Report", "Sales"],
      2: ["Until", 2026],
      4: ["Id", "Name", "Sum", "Region"],
      5: [1, "a", 2, "x"],
      6: [2, "b", 3, "y"],
    });
    expect(labelsOf(found)).toEqual(["Id", "Name", "Sum", "Region"]);
    expect(found.rows).toHaveLength(2);
  });

  test("a narrow header stays the header", async () => {
    const found = await read({
      1: ["Id", "Name"],
      2: ["1", "a", "b", "c", "d"],
      3: ["2", "e", "f", "g", "h"],
    });
    expect(labelsOf(found)).toEqual(["Id", "Name", "Column 3", "Column 4", "Column 5"]);
    expect(found.rows).toHaveLength(2);
  });

  test("one column under one header", async () => {
    const found = await read({ 1: ["Name"], 2: ["a"], 3: ["b"] });
    expect(found.rows).toEqual([["a"], ["b"]]);
  });

  test("a header alone is a table without rows", async () => {
    const found = await read({ 2: ["Id", "Name"] });
    expect([fieldsOf(found), found.rows, found.form.records]).toEqual([
      ["id: string", "name: string"],
      [],
      0,
    ]);
  });

  test("years and dates as headers", async () => {
    expect(labelsOf(await read({ 1: ["Region", 2025, 2026], 2: ["x", 1, 2] }))).toEqual([
      "Region",
      "2025",
      "2026",
    ]);
  });

  test("without a header columns are named by their place", async () => {
    const found = await read({ 3: [null, 1, "a"], 4: [null, 2, "b", true as never] }, { hasHeader: false });
    expect(fieldsOf(found).map((field) => field.split(":")[0])).toEqual(["column_2", "column_3", "column_4"]);
    expect(found.rows).toHaveLength(2);
  });
});

describe("columns", () => {
  test("without a header have their values kept, and none when they have none", async () => {
    const found = await read({
      1: [null, "Name", null, "Sum", null],
      2: [0, "a", null, 1, null],
      3: [1, "b", null, 2, "note"],
    });
    expect(labelsOf(found)).toEqual(["Column 1", "Name", "Sum", "Column 5"]);
    expect(found.rows).toEqual([
      [0, "a", 1, null],
      [1, "b", 2, "note"],
    ]);
  });

  test("two of the same name, and one named as a place is", async () => {
    const found = await read({ 1: ["Name", "name", "Column 4"], 2: ["a", "b", "c", "d"] });
    expect(fieldsOf(found).map((field) => field.split(":")[0])).toEqual([
      "name",
      "name_2",
      "column_4",
      "column_4_2",
    ]);
  });

  test("an override for a column that is not there", async () => {
    await expect(
      read({ 1: ["a", "b"], 2: [1, 2] }, { overrides: [{ name: "c", type: "date" }] }),
    ).rejects.toMatchObject({
      code: "unknown_field",
      message: 'There is no column "c". The columns are: a, b.',
    });
  });

  test("1,001 of them are too many; empty cells do not count", async () => {
    const cells = (count: number) => `<row r="1">${"<c><v>1</v></c>".repeat(count)}<c s="1"/></row>`;
    const file = async (count: number) => readSheet(await workbookOf({ sheets: { Data: cells(count) } }));
    expect((await file(1000)).form.fields).toHaveLength(1000);
    await expect(file(1001)).rejects.toMatchObject({ code: "too_many_columns" });
  });

  test("hints of a preset name them, and make numbers of texts where every text is one", async () => {
    const hints = () => [
      { name: "score", type: "number" as const, format: "percent" },
      { name: "grade", type: "number" as const },
      { name: "paid", type: "boolean" as const },
      null,
    ];
    const rows = {
      1: ["Score", "Grade", "Paid", "Id"],
      2: ["12.5", "A", "yes", "1"],
      3: ["7", "2", "no", "2"],
    };
    const found = await read(rows, { hints });
    expect(fieldsOf(found)).toEqual([
      "score: number:percent",
      "grade: string",
      "paid: boolean",
      "id: string",
    ]);
    expect(found.rows[0]).toEqual([12.5, "A", true, "1"]);
  });
});

describe("merged headers", () => {
  const data = { 3: [1, 2, 3, 4, "x"], 4: [5, 6, 7, 8, "y"] };

  test("a title merged over the table is still a title", async () => {
    const found = await read({ 1: ["Sales"], 2: ["a", "b", "c", "d", "e"], ...data }, { merges: ["A1:E1"] });
    expect(labelsOf(found)).toEqual(["a", "b", "c", "d", "e"]);
    expect(found.rows).toHaveLength(2);
  });

  test("a merged cell names each of its columns", async () => {
    const found = await read(
      { 2: ["Q1", null, "Q2", null, "Note"], ...data },
      { merges: ["A2:B2", "C2:D2"] },
    );
    expect(labelsOf(found)).toEqual(["Q1", "Q1", "Q2", "Q2", "Note"]);
    expect(fieldsOf(found)[1]).toBe("q1_2: integer");
    expect(found.rows).toEqual([data[3], data[4]]);
  });

  test.each([
    ["with cells merged downwards", ["Jan", "Feb", "Jan", "Feb", null], ["A1:B1", "C1:D1", "E1:E2"]],
    ["without", ["Jan", "Feb", "Jan", "Feb", null], ["A1:B1", "C1:D1"]],
  ] as const)("two rows of headers, %s", async (_name, second, merges) => {
    const found = await read({ 1: ["2025", null, "2026", null, "Note"], 2: second, ...data }, { merges });
    expect(labelsOf(found)).toEqual(["2025 Jan", "2025 Feb", "2026 Jan", "2026 Feb", "Note"]);
    expect(fieldsOf(found)[0]).toBe("2025_jan: integer");
    expect(found.rows).toEqual([data[3], data[4]]);
  });

  test("columns are asked for by their merged names", async () => {
    const found = await read(
      { 1: ["2025", null, "Note"], 2: ["Jan", "Feb", null], 3: [1, 2, "x"] },
      {
        merges: ["A1:B1"],
        overrides: [{ name: "2025_feb", type: "string" }],
        hints: (headers) => {
          if (!headers.includes("2025 Feb")) throw new Error("asked before the header was known");
          return [];
        },
      },
    );
    expect(found.rows).toEqual([[1, "2", "x"]]);
  });

  test("texts below a merged header are data when every column has them", async () => {
    const rows = { 1: ["Name", null, "City"], 2: ["Ann", "Bo", "Rome"], 3: ["Cy", "Di", "Oslo"] };
    const found = await read(rows, { merges: ["A1:B1"] });
    expect(labelsOf(found)).toEqual(["Name", "Name", "City"]);
    expect(found.rows).toHaveLength(2);
  });

  test("merged cells among the data are values in their first cell only", async () => {
    const found = await read({ 1: ["Region", "Sum"], 2: ["x", 1], 3: [null, 2] }, { merges: ["A2:A3"] });
    expect(found.rows).toEqual([
      ["x", 1],
      [null, 2],
    ]);
  });
});

describe("which sheet", () => {
  const one = sheetOf({ 1: ["a"], 2: [1] });
  const two = sheetOf({ 1: ["b"], 2: [2] });
  const parts: Parts = {
    sheets: { Cover: "", Secret: one, Data: one, "02": two, "R &amp; D": two },
    hidden: ["Secret"],
  };
  const read = async (sheet?: string) => (await readSheet(await workbookOf(parts), { sheet })).form.sheet;

  test("the first visible one with rows, if none is asked for", async () => {
    expect(await read()).toBe("Data");
  });

  test.each([
    ["by name", "R & D", "R & D"],
    ["by name in another case", "data", "Data"],
    ["by name before by number", "02", "02"],
    ["by its number among the visible ones", "4", "R & D"],
    ["a hidden one by its name", "Secret", "Secret"],
  ])("%s", async (_name, asked, sheet) => {
    expect(await read(asked)).toBe(sheet);
  });

  test.each(["Sales", "0", "6"])(
    "an unknown one, %s, is answered with those that there are",
    async (asked) => {
      await expect(read(asked)).rejects.toMatchObject({
        code: "unknown_sheet",
        message: `There is no sheet "${asked}". The sheets are: "Cover", "Data", "02", "R & D".`,
      });
    },
  );

  test("one without rows", async () => {
    await expect(read("Cover")).rejects.toMatchObject({
      code: "empty_file",
      message: "The sheet holds no rows.",
    });
    await expect(
      readSheet(await workbookOf({ sheets: { A: "", B: '<row r="1"><c r="A1" s="1"/></row>' } })),
    ).rejects.toMatchObject({
      code: "empty_file",
      message: "The workbook has no visible sheet with rows.",
    });
  });

  test("10,000 rows of empty texts are no rows", async () => {
    const rows = '<row><c t="s"><v>0</v></c></row>'.repeat(10_000);
    const bytes = await workbookOf({ sheets: { A: rows }, strings: "<si><t></t></si>" });
    await expect(readSheet(bytes)).rejects.toMatchObject({ code: "empty_file" });
  });
});
