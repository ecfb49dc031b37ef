import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../../support";
import { type Made, succeed, uploadedDataset } from "../../support/product";

const files = import.meta.glob<string>("../../data/real/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});

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

describe("uploading a file of a known kind", () => {
  it("is detected by its headers: fields get the preset's names, labels stay as written, other columns stay", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(
      token,
      "Pupil,E-Mail,Final Grade,House,Last Submission\nAnn,ann@example.com,95,Red,2026-03-01\n",
    );
    expect(dataset).toMatchObject({
      status: "ready",
      preset: "gradebook.students",
      preset_detected: true,
      fields: [
        { name: "student_name", label: "Pupil", type: "string" },
        { name: "student_email", label: "E-Mail", type: "string" },
        { name: "grade", label: "Final Grade", type: "number" },
        { name: "house", label: "House", type: "string" },
        { name: "last_submission_date", label: "Last Submission", type: "date" },
      ],
      preset_columns: [
        { column: "Pupil", field: "student_name" },
        { column: "E-Mail", field: "student_email" },
        { column: "Final Grade", field: "grade" },
        { column: "Last Submission", field: "last_submission_date" },
      ],
    });
    expect(await rowsOf(token, dataset.id)).toEqual([
      {
        student_name: "Ann",
        student_email: "ann@example.com",
        grade: 95,
        house: "Red",
        last_submission_date: "2026-03-01",
      },
    ]);
    expect(await succeed("GET", "/datasets", token)).toMatchObject({
      items: [{ preset: "gradebook.students", preset_detected: true }],
    });
  });

  it.each(Object.entries(files))("the real file %s is what it was", async (path, text) => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, text);
    const isAdvisor = path.endsWith("/sample_small.csv");
    expect(dataset).toMatchObject({
      status: "ready",
      rows_failed: 0,
      preset: isAdvisor ? "advisor.recommendations" : null,
      preset_detected: isAdvisor,
    });
    expect(dataset.preset_columns).toHaveLength(isAdvisor ? 14 : 0);
    if (isAdvisor)
      expect(typesOf(dataset)).toMatchObject({ retirement_date: "date", subscription_id: "string" });
  });

  it("Chinese headers are known, and the texts stay", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(
      token,
      "学号,学生姓名,成绩,出勤率\n007,李小明,95.5,98%\n008,王芳,88,91%\n",
    );
    expect(dataset).toMatchObject({ preset: "gradebook.students", preset_detected: true });
    expect(dataset.fields).toEqual([
      { name: "student_id", label: "学号", type: "string" },
      { name: "student_name", label: "学生姓名", type: "string" },
      { name: "grade", label: "成绩", type: "number" },
      { name: "attendance", label: "出勤率", type: "number", format: "percent" },
    ]);
    expect(await rowsOf(token, dataset.id)).toMatchObject([
      { student_id: "007", student_name: "李小明", grade: 95.5 },
      { student_name: "王芳", grade: 88 },
    ]);
  });

  it.each([
    ["letters for grades stay text", "student_name,grade\nAnn,A\nBob,B+\n", { grade: "string" }],
    ["whole numbers are read as numbers", "student_name,grade\nAnn,90\n", { grade: "number" }],
    [
      "fractions in a count stay fractions",
      "student_name,submission_count\nAnn,1.5\n",
      { submission_count: "number" },
    ],
    [
      "ids with leading zeros stay text",
      "student_id,student_name,grade\n007,Ann,1\n",
      { student_id: "string" },
    ],
    ["plain ids are whole numbers", "student_id,student_name,grade\n7,Ann,1\n", { student_id: "integer" }],
    [
      "a name that looks like a number stays text",
      "student_name,grade\n007,1\n008,2\n",
      { student_name: "string" },
    ],
    [
      "an empty column is what the preset hopes for",
      "student_name,grade,last_submission_date\nAnn,1,\n",
      {
        last_submission_date: "date",
      },
    ],
    [
      "a time is not cut to its day",
      "student_name,grade,last_submission_date\nAnn,1,2026-03-01 10:30\n",
      {
        last_submission_date: "datetime",
      },
    ],
    [
      "a day is not made a time",
      "score,status,graded_by,graded_at\n1,late,Eve,2026-03-01\n",
      { graded_at: "date" },
    ],
    [
      "a currency is kept",
      "Date,Agent Name,Total Executions,Failed,Success Rate,Average Runtime,Total Cost\n2026-03-01,x,1,0,100,2,$5.00\n",
      {
        total_cost: "number",
      },
    ],
  ])("types are the data's: %s", async (_, csv, types) => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, csv);
    expect(dataset).toMatchObject({ status: "ready", rows_failed: 0, preset_detected: true });
    expect(typesOf(dataset)).toMatchObject(types);
  });

  it("two columns under one header: the first is the preset's, nothing is lost", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, "Student Name,Grade,Grade,student-name\nAnn,1,2,x\n");
    expect(dataset.fields.map(({ name }) => name)).toEqual([
      "student_name",
      "grade",
      "grade_2",
      "student_name_2",
    ]);
    expect(await rowsOf(token, dataset.id)).toEqual([
      { student_name: "Ann", grade: 1, grade_2: 2, student_name_2: "x" },
    ]);
  });

  it.each([
    ["the preset's name", "student_id"],
    ["the header", "学号"],
    ["the name that the header alone gives", "matriculation_number"],
  ])("types that are declared hold, by %s", async (_, name) => {
    const token = await newWorkspace().token();
    const header = name === "学号" ? "学号" : "Matriculation Number";
    const fields = encodeURIComponent(JSON.stringify([{ name, type: "string" }]));
    const csv = `${header},Student Name,Grade\n7,Ann,1\n`;
    const dataset = await uploaded(token, csv, `name=Data&fields=${fields}`);
    expect(dataset.fields[0]).toMatchObject({ name: "student_id", label: header, type: "string" });
  });

  it("rows of JSON are detected like a file", async () => {
    const token = await newWorkspace().token();
    const { id } = await succeed("POST", "/datasets", token, { name: "Stream" });
    await succeed("POST", `/datasets/${id}/rows`, token, [
      { student: "Ann", "Final Grade": 91, house: "Red" },
      { student: "Bob", "Final Grade": 84.5, house: null },
    ]);
    const dataset = await succeed<Dataset>("GET", `/datasets/${id}`, token);
    expect(dataset).toMatchObject({ preset: "gradebook.students", preset_detected: true });
    expect(dataset.fields.map(({ name }) => name)).toEqual(["student_name", "grade", "house"]);
    expect(await rowsOf(token, id)).toMatchObject([
      { student_name: "Ann", grade: 91, house: "Red" },
      { grade: 84.5 },
    ]);
  });
});

describe("uploading with preset=", () => {
  it("maps loose headers too, and says that it was told", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(
      token,
      "Name,Email,Score\nAnn,a@example.com,9\n",
      "name=D&preset=gradebook.students",
    );
    expect(dataset).toMatchObject({ status: "ready", preset: "gradebook.students", preset_detected: false });
    expect(dataset.fields.map(({ name }) => name)).toEqual(["student_name", "student_email", "grade"]);
  });

  it("holds against what the headers would say", async () => {
    const token = await newWorkspace().token();
    const csv = "Student Name,Score,Grade,Attendance\nAnn,1,2,3\n";
    const dataset = await uploaded(token, csv, "name=D&preset=gradebook.submissions");
    expect(dataset.fields.map(({ name }) => name)).toEqual(["student_name", "score", "grade", "attendance"]);
    expect(dataset.preset).toBe("gradebook.submissions");
  });

  it("none leaves names and types as the file has them", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, "Student Name,Final Grade\nAnn,9\n", "name=D&preset=none");
    expect(dataset).toMatchObject({
      status: "ready",
      preset: null,
      preset_detected: false,
      preset_columns: [],
    });
    expect(typesOf(dataset)).toEqual({ student_name: "string", final_grade: "integer" });
  });

  it("an unknown preset is 422 and lists them all, as a query or in a form", async () => {
    const token = await newWorkspace().token();
    const raw = await call("POST", "/api/v1/datasets/upload?name=D&preset=grades", {
      token,
      body: "a\n1\n",
      headers: { "Content-Type": "text/csv" },
    });
    const problem = await expectProblem(raw, "validation_failed");
    expect(problem.errors?.preset?.[0]).toContain("gradebook.students, gradebook.assignments");
    const form = new FormData();
    form.set("preset", "grades");
    form.set("file", new File(["a\n1\n"], "a.csv"));
    await expectProblem(
      await call("POST", "/api/v1/datasets/upload", { token, body: form }),
      "validation_failed",
    );
    expect(await succeed("GET", "/datasets", token)).toMatchObject({ total: 0 });
  });

  it.each([
    ["gradebook.students", "Grade,Colour\n1,red\n", "student_name or student_id", "Student Name"],
    ["advisor.recommendations", "Category,Impact\nCost,High\n", "recommendation", "Recommendation"],
    ["metrics.executions", "a,b\n1,2\n", "a column for date and a column for total_executions", "Date"],
  ])("%s of a file without its columns fails and names them", async (preset, csv, missing, header) => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, csv, `name=D&preset=${preset}`);
    expect(dataset).toMatchObject({ status: "failed", error: { code: "missing_columns" } });
    const { message } = dataset.error as { message: string };
    for (const part of [missing, header, `"${csv.split(",")[0]}"`]) expect(message).toContain(part);
  });

  it("a file without a header cannot be of a preset", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploaded(token, "Ann,1\n", "name=D&has_header=false&preset=gradebook.students");
    expect(dataset).toMatchObject({ status: "failed", error: { code: "missing_columns" } });
    const plain = await uploaded(token, "student_name,grade\n", "name=D&has_header=false");
    expect(plain).toMatchObject({ status: "ready", preset: null });
  });
});
