import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../../support";
import { type Made, succeed, uploadedDataset } from "../../support/product";

interface Dataset extends Made {
  readonly fields: readonly { name: string; label: string; type: string; format?: string }[];
  readonly preset: string | null;
  readonly preset_detected: boolean;
  readonly preset_columns: readonly { column: string; field: string }[];
}
const uploaded = async (token: string, csv: string, query = "name=Data") =>
  (await uploadedDataset(token, csv, query)) as unknown as Dataset;
const typesOf = ({ fields }: Dataset) => Object.fromEntries(fields.map(({ name, type }) => [name, type]));
const rowsOf = async (token: string, id: string) =>
  (await succeed<{ items: Made[] }>("GET", `/datasets/${id}/rows?page_size=100`, token)).items;

describe("a stream of a preset", () => {
  it("has the preset's fields, and takes rows by name, label or alias", async () => {
    const token = await newWorkspace().token();
    const made = await succeed<Dataset>("POST", "/datasets", token, {
      name: "Class",
      preset: "gradebook.students",
    });
    expect(made).toMatchObject({
      kind: "stream",
      status: "empty",
      preset: "gradebook.students",
      preset_detected: false,
    });
    expect(typesOf(made)).toMatchObject({
      student_name: "string",
      grade: "number",
      last_submission_date: "date",
    });
    const rows = `/datasets/${made.id}/rows`;
    await succeed("POST", rows, token, [{ student_name: "Ann", grade: 95.5, subject_id: 5 }]);
    await succeed("POST", rows, token, [
      { "Student Name": "Bob", "Final Grade": 61, "last submission": "2026-03-01" },
      { name: "李小明", 成绩: 88 },
    ]);
    await succeed("POST", rows, token, "Pupil,E-Mail,Attendance Rate\nEve,eve@example.com,90%\n", {
      "Content-Type": "text/csv",
    });
    expect(await rowsOf(token, made.id)).toMatchObject([
      { student_name: "Ann", grade: 95.5, subject_id: 5 },
      { student_name: "Bob", grade: 61, last_submission_date: "2026-03-01" },
      { student_name: "李小明", grade: 88 },
      { student_name: "Eve", student_email: "eve@example.com", attendance: 0.9 },
    ]);
    expect(await succeed("GET", `/datasets/${made.id}`, token)).toMatchObject({
      preset: "gradebook.students",
      preset_detected: false,
    });
  });

  it("refuses a row that says a field twice, and a column that says what another has said", async () => {
    const token = await newWorkspace().token();
    const { id } = await succeed("POST", "/datasets", token, { name: "Class", preset: "gradebook.students" });
    const rows = `/api/v1/datasets/${id}/rows`;
    const twice = await call("POST", rows, { token, body: [{ student_name: "Ann", name: "Bob" }] });
    const problem = await expectProblem(twice, "validation_failed");
    expect(problem.errors?.["rows.1.name"]?.[0]).toContain('"name" is the same field as "student_name"');
    const csv = { "Content-Type": "text/csv" };
    const columns = await call("POST", rows, { token, body: "student_name,Name\nAnn,Bob\n", headers: csv });
    expect((await expectProblem(columns, "validation_failed")).detail).toContain(
      'There is no field for "Name"',
    );
    const stranger = await call("POST", rows, { token, body: [{ nickname: "A" }] });
    await expectProblem(stranger, "validation_failed");
  });

  it("named fields replace the preset's own or come behind them", async () => {
    const token = await newWorkspace().token();
    const made = await succeed<Dataset>("POST", "/datasets", token, {
      name: "Class",
      preset: "gradebook.students",
      fields: [
        { name: "student_id", type: "string" },
        { name: "house", label: "House", type: "string" },
      ],
    });
    expect(made.fields[0]).toEqual({ name: "student_id", label: "student_id", type: "string" });
    expect(made.fields.at(-1)).toEqual({ name: "house", label: "House", type: "string" });
    await succeed("POST", `/datasets/${made.id}/rows`, token, [
      { student_id: "S-007", student_name: "Ann", House: "Red" },
    ]);
    expect(await rowsOf(token, made.id)).toMatchObject([{ student_id: "S-007", house: "Red" }]);
  });

  it("an unknown preset is 422 and lists them all", async () => {
    const token = await newWorkspace().token();
    const answer = await call("POST", "/api/v1/datasets", { token, body: { name: "x", preset: "advisor" } });
    expect((await expectProblem(answer, "validation_failed")).errors?.preset?.[0]).toContain(
      "advisor.recommendations",
    );
  });

  it("replacing the rows of a detected file keeps its preset and its words", async () => {
    const token = await newWorkspace().token();
    const sure = await uploaded(token, "Pupil,Grade,Attendance\nAnn,1,2\n");
    await succeed("PUT", `/datasets/${sure.id}/rows`, token, [{ name: "Bob", score: 3, attendance: null }]);
    expect(await succeed("GET", `/datasets/${sure.id}`, token)).toMatchObject({
      preset: "gradebook.students",
      preset_detected: true,
      preset_columns: [{ column: "Pupil" }, { column: "Grade" }, { column: "Attendance" }],
    });
    expect(await rowsOf(token, sure.id)).toEqual([{ student_name: "Bob", grade: 3, attendance: null }]);
  });
});

describe("GET /presets", () => {
  it("A27 B7: lists every preset with fields, filters and templates", async () => {
    const token = await newWorkspace().token("viewer");
    const { items } = await succeed<{ items: Made[] }>("GET", "/presets", token);
    expect(items.map(({ id }) => id)).toEqual([
      "gradebook.students",
      "gradebook.assignments",
      "gradebook.submissions",
      "metrics.executions",
      "metrics.users",
      "metrics.agents",
      "advisor.recommendations",
    ]);
    expect(items[0]).toMatchObject({
      fields: expect.arrayContaining([
        {
          name: "grade",
          label: "Grade",
          type: "number",
          description: expect.any(String),
          group: "student",
          required: false,
          aliases: expect.arrayContaining(["final grade", "成绩", "score"]),
        },
      ]),
      filters: expect.arrayContaining([
        {
          name: "grade_range",
          field: "grade",
          kind: "range",
          min: 0,
          max: 100,
          description: "Object with min and max values (0-100)",
        },
      ]),
      templates: ["class_progress", "student_grades", "attendance_overview"],
    });
  });
});
