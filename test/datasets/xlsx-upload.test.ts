import { describe, expect, it, vi } from "vitest";
import { utils, write } from "xlsx";
import { call, newWorkspace } from "../support";
import { type Made, succeed } from "../support/product";
import { rowsXml, workbookOf } from "./read/xlsx/workbooks";

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A workbook of these sheets, as SheetJS writes it. */
function workbook(
  sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>,
): Uint8Array<ArrayBuffer> {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet(
        rows.map((row) => [...row]),
        { UTC: true },
      ),
      name,
    );
  }
  return new Uint8Array(write(book, { type: "array", bookSST: true, compression: true }));
}

const CLASS = workbook({
  Class: [
    ["Student ID", "Student Name", "Grade", "Passed", "Last Submission"],
    ["007", "Ann Lee", 95.5, true, new Date("2026-03-01")],
    ["008", "李小明", 61, true, new Date("2026-04-15")],
    ["009", 'Bob "B" Ray', null, false, null],
  ],
  Notes: [["Note"], ["nothing"]],
});

async function ended(token: string, id: string): Promise<Made> {
  return await vi.waitFor(
    async () => {
      const dataset = await succeed("GET", `/datasets/${id}`, token);
      expect(["ready", "failed"]).toContain(dataset.status);
      return dataset;
    },
    { timeout: 20_000, interval: 50 },
  );
}

async function uploaded(token: string, body: Uint8Array, query = "name=Data", type = TYPE): Promise<Made> {
  const made = await call("POST", `/api/v1/datasets/upload?${query}`, {
    token,
    body: body as Uint8Array<ArrayBuffer>,
    headers: { "Content-Type": type },
  });
  expect(made.status).toBe(202);
  return await ended(token, ((await made.json()) as Made).id);
}

const rowsOf = async (token: string, id: string) =>
  (await succeed<{ items: Made[] }>("GET", `/datasets/${id}/rows?page_size=100`, token)).items;

describe("uploading a workbook", () => {
  it("A29: as a form, it becomes the dataset that a CSV of it would", async () => {
    const token = await newWorkspace().token();
    const form = new FormData();
    form.set("file", new File([CLASS], "Class 7A.xlsx", { type: TYPE }));
    const made = await call("POST", "/api/v1/datasets/upload", { token, body: form });
    expect(made.status).toBe(202);
    const dataset = await ended(token, ((await made.json()) as Made).id);
    expect(dataset).toMatchObject({
      name: "Class 7A",
      filename: "Class 7A.xlsx",
      size_bytes: CLASS.length,
      status: "ready",
      format: "xlsx",
      sheet: "Class",
      encoding: null,
      delimiter: null,
      row_count: 3,
      rows_failed: 0,
      errors: [],
      errors_url: null,
      preset: "gradebook.students",
      preset_detected: true,
      fields: [
        { name: "student_id", label: "Student ID", type: "string" },
        { name: "student_name", label: "Student Name", type: "string" },
        { name: "grade", label: "Grade", type: "number" },
        { name: "passed", label: "Passed", type: "boolean" },
        { name: "last_submission_date", label: "Last Submission", type: "date" },
      ],
    });
    expect(await rowsOf(token, dataset.id)).toEqual([
      {
        student_id: "007",
        student_name: "Ann Lee",
        grade: 95.5,
        passed: true,
        last_submission_date: "2026-03-01",
      },
      {
        student_id: "008",
        student_name: "李小明",
        grade: 61,
        passed: true,
        last_submission_date: "2026-04-15",
      },
      {
        student_id: "009",
        student_name: 'Bob "B" Ray',
        grade: null,
        passed: false,
        last_submission_date: null,
      },
    ]);
    expect(await succeed("GET", `/datasets/${dataset.id}/statistics`, token)).toMatchObject({
      rows: 3,
      fields: { grade: { count: 2, nulls: 1, min: 61, max: 95.5, sum: 156.5 } },
    });
  });

  it("what it is is told by its content: not by its name, nor by its type", async () => {
    const token = await newWorkspace().token();
    const named = await uploaded(token, CLASS, "name=class.csv", "text/csv");
    expect(named).toMatchObject({ status: "ready", format: "xlsx", row_count: 3 });
    const csv = await uploaded(token, new TextEncoder().encode("a,b\n1,2\n"), "name=a.xlsx");
    expect(csv).toMatchObject({
      status: "ready",
      format: "csv",
      sheet: null,
      encoding: "utf-8",
      row_count: 1,
    });
  });

  it("another sheet, other types and no preset, by options", async () => {
    const token = await newWorkspace().token();
    expect(await uploaded(token, CLASS, "sheet=notes")).toMatchObject({ sheet: "Notes", row_count: 1 });
    expect(await uploaded(token, CLASS, "sheet=2")).toMatchObject({ sheet: "Notes", row_count: 1 });
    const fields = encodeURIComponent(JSON.stringify([{ name: "grade", type: "string" }]));
    const typed = await uploaded(token, CLASS, `preset=none&fields=${fields}`);
    expect(typed).toMatchObject({ preset: null });
    expect(await rowsOf(token, typed.id)).toMatchObject([
      { grade: "95.5" },
      { grade: "61" },
      { grade: null },
    ]);
  });

  it("an unknown sheet fails and lists those that there are", async () => {
    const token = await newWorkspace().token();
    expect(await uploaded(token, CLASS, "sheet=Sales")).toMatchObject({
      status: "failed",
      row_count: 0,
      error: {
        code: "unknown_sheet",
        message: 'There is no sheet "Sales". The sheets are: "Class", "Notes".',
      },
    });
  });

  it("takes CSV rows later", async () => {
    const token = await newWorkspace().token();
    const { id } = await uploaded(token, CLASS);
    const added = await succeed("POST", `/datasets/${id}/rows`, token, "Student ID,Grade\n010,7\n", {
      "Content-Type": "text/csv",
    });
    expect(added).toMatchObject({ rows_added: 1, rows_failed: 0 });
    expect((await rowsOf(token, id)).at(-1)).toMatchObject({
      student_id: "010",
      student_name: null,
      grade: 7,
    });
  });

  it("E33 N17: bad rows and cells are named by their row in the sheet, and downloadable", async () => {
    const token = await newWorkspace().token();
    const errors = '<row r="9"><c r="A9"><v>4</v></c><c r="B9" t="e"><v>#N/A</v></c></row>';
    const sheet =
      rowsXml(
        [
          ["Id", "Sum"],
          [1, 10],
          ["x", 20],
          [3, 30],
        ],
        4,
      ) + errors;
    const fields = encodeURIComponent(JSON.stringify([{ name: "id", type: "integer" }]));
    const dataset = await uploaded(token, await workbookOf({ sheets: { Data: sheet } }), `fields=${fields}`);
    expect(dataset).toMatchObject({
      status: "ready",
      row_count: 3,
      rows_ok: 3,
      rows_failed: 1,
      errors: [
        { row: 2, line: 6, column: "id", value: "x", code: "type_mismatch" },
        { row: 4, line: 9, column: "sum", value: "#N/A", code: "cell_error" },
      ],
    });
    expect(await rowsOf(token, dataset.id)).toEqual([
      { id: 1, sum: 10 },
      { id: 3, sum: 30 },
      { id: 4, sum: null },
    ]);
    const file = await call("GET", `/api/v1/datasets/${dataset.id}/errors.csv`, { token });
    expect((await file.text()).split("\r\n").slice(1, 3)).toEqual([
      '2,6,id,x,type_mismatch,"""x"" in ""Id"" is not an integer.","x,20"',
      '4,9,sum,#N/A,cell_error,"The cell in ""Sum"" holds the error #N/A; it was left empty.",',
    ]);
  });

  it("cells that were left empty are downloadable even if no row was lost", async () => {
    const token = await newWorkspace().token();
    const sheet = `${rowsXml([["Id", "Sum"]])}<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>`;
    const dataset = await uploaded(token, await workbookOf({ sheets: { Data: sheet } }));
    expect(dataset).toMatchObject({ status: "ready", rows_failed: 0, errors: [{ code: "cell_error" }] });
    expect((await call("GET", new URL(String(dataset.errors_url)).pathname, { token })).status).toBe(200);
  });

  it.each<[name: string, bytes: () => Promise<Uint8Array> | Uint8Array, code: string]>([
    ["one that is cut off", () => CLASS.subarray(0, 3000), "damaged_file"],
    ["an old .xls", () => oldWorkbook(), "unsupported_format"],
    [
      "one with a DTD",
      () => workbookOf({ sheets: { A: "" }, parts: { "xl/worksheets/sheet1.xml": "<!DOCTYPE a><a/>" } }),
      "damaged_file",
    ],
    ["one without rows", () => workbookOf({ sheets: { A: "" } }), "empty_file"],
  ])("%s fails with a reason and leaves a failed dataset", async (_name, bytes, code) => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, await bytes());
    expect(dataset).toMatchObject({
      status: "failed",
      error: { code },
      revision: 0,
      row_count: 0,
      fields: [],
    });
  });
});

/** As SheetJS writes it: Excel 97 to 2003. */
function oldWorkbook(): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([["a"], [1]]), "A");
  return new Uint8Array(write(book, { type: "array", bookType: "biff8" }));
}
