import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { GRADEBOOK_CSV, PUPILS, type Pupil } from "./harness/gradebook";
import type { Generated, Page, Report, Row, Run } from "./harness/shapes";
import { ended, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, type Workspace } from "./harness/workspace";

/** Seed 001, the report builder: its requests as they stand there, at its addresses. */

/** Speaks like the seed: its prefix, its trailing slashes, `Token` for `Bearer`. */
function teacher(workspace: Workspace, user: string, role: "editor" | "admin" = "editor") {
  const caller = workspace.as(role, user);
  const options = { headers: { Authorization: `Token ${caller.token}` } };
  const at = (suffix: string) => `${caller.origin}/api/reports/${suffix}`;
  return {
    caller,
    get: <T>(suffix: string) => caller.get<T>(at(suffix), options),
    post: <T>(suffix: string, body?: unknown) => caller.post<T>(at(suffix), body, options),
    patch: <T>(suffix: string, body: unknown) => caller.patch<T>(at(suffix), body, options),
    delete: <T>(suffix: string) => caller.delete<T>(at(suffix), options),
  };
}
type Teacher = ReturnType<typeof teacher>;

const MY_CUSTOM_REPORT = {
  name: "My Custom Report",
  description: "A detailed description of the report",
  status: "draft",
  config: {
    fields: ["student_name", "grade", "submission_count"],
    filters: { subject_id: 5, date_range: { start: "2025-01-01", end: "2025-12-31" } },
    chart_type: "bar",
    sort_by: "grade",
    sort_order: "desc",
    limit: 100,
  },
};

const inFilter = ({ subject_id, last_submission_date }: Pupil) =>
  subject_id === 5 && last_submission_date.startsWith("2025");
const byGrade = (pupils: readonly Pupil[]) => pupils.toSorted((a, b) => b.grade - a.grade);
const rowsOf = (pupils: readonly Pupil[], fields: readonly (keyof Pupil)[]): Row[] =>
  pupils.map((pupil) => Object.fromEntries(fields.map((field) => [field, pupil[field]])));

async function school() {
  const workspace = newWorkspace();
  const john = teacher(workspace, "2");
  await uploadReady(john.caller, GRADEBOOK_CSV, { name: "Class 8" });
  return { workspace, john };
}

/** Somebody becomes known to the workspace by calling it. */
async function seen(workspace: Workspace, user: string): Promise<Teacher> {
  const known = teacher(workspace, user);
  expectStatus(await known.caller.get("/auth/me"), 200);
  return known;
}

it("the whole walk: create, generate, share, view as the other user, clone, execute, history, delete, restore", async () => {
  const { workspace, john } = await school();
  const created = expectStatus(await john.post<Report>("custom-reports/", MY_CUSTOM_REPORT), 201);
  expect(created).toMatchObject({ ...MY_CUSTOM_REPORT, created_by: "2", is_shared: false, shared_count: 0 });
  const { id } = created;
  const at = (suffix = "") => `custom-reports/${id}/${suffix}`;

  const started = expectStatus(await john.post<Run>(at("generate/")), 202);
  await ended(john.caller, started.id);
  const done = expectStatus(await john.post<Generated>(at("generate/"), { async: false, force: true }), 200);
  const expected = byGrade(PUPILS.filter(inFilter));
  expect(done).toMatchObject({
    report_name: "My Custom Report",
    description: MY_CUSTOM_REPORT.description,
    config: MY_CUSTOM_REPORT.config,
    fields: MY_CUSTOM_REPORT.config.fields,
    data: rowsOf(expected, ["student_name", "grade", "submission_count"]),
    row_count: expected.length,
    generated_at: expect.stringMatching(/Z$/),
  });
  expect(Number(Reflect.get(done, "execution_time_ms"))).toBeGreaterThanOrEqual(0);
  expect(done.chart).toMatchObject({
    type: "bar",
    labels: expected.map(({ student_name }) => student_name),
    datasets: [
      {
        data: expected.map(({ grade }) => grade),
        backgroundColor: "rgba(75, 192, 192, 0.6)",
        borderColor: "rgba(75, 192, 192, 1)",
        borderWidth: 1,
      },
      ...(done.chart?.datasets.slice(1) ?? []),
    ],
  });

  const [jane] = await Promise.all(["3", "4", "5"].map((user) => seen(workspace, user)));
  if (!jane) throw new Error("nobody");
  const shared = await until(
    async () => await john.post(at("share/"), { user_ids: [3, 4, 5] }),
    ({ status }) => status === 200, // users are recorded after the answer to their first request
  );
  expect(shared.body).toMatchObject({
    success: true,
    message: "Report shared with 3 users",
    shared_with: ["3", "4", "5"].map((user) => ({
      id: user,
      name: `${user} of ${workspace.id}`,
      email: `${user}@example.com`,
    })),
  });
  const asJane = expectStatus(await jane.get<Report & Record<string, unknown>>(at()), 200);
  expect(asJane).toMatchObject({
    is_shared: true,
    shared_count: 3,
    shared_with_list: [{ id: "3" }, { id: "4" }, { id: "5" }],
    created_by: "2",
    created_by_name: `2 of ${workspace.id}`,
  });
  const hers = expectStatus(await jane.post<Generated>(at("generate/"), { async: false, force: true }), 200);
  expect(hers.row_count).toBe(expected.length);
  expectProblem(await jane.patch(at(), { name: "Mine" }), 403, "forbidden");
  expectProblem(await jane.delete(at()), 403, "forbidden");

  const clone = expectStatus(
    await jane.post<Report>(at("clone/"), {
      name: "Cloned Report Name",
      description: "Optional new description",
      config_overrides: { chart_type: "line" },
    }),
    201,
  );
  expect(clone).toMatchObject({
    name: "Cloned Report Name",
    description: "Optional new description",
    config: { ...MY_CUSTOM_REPORT.config, chart_type: "line" },
    created_by: "3",
    is_shared: false,
  });
  const executed = expectStatus(
    await jane.post<Generated>(`custom-reports/${clone.id}/generate/`, { async: false }),
    200,
  );
  expect(executed).toMatchObject({ row_count: expected.length, chart: { type: "line" } });

  const history = expectStatus(await john.get<History>(at("executions/?limit=20")), 200);
  expect(history).toMatchObject({ report_id: id, report_name: "My Custom Report" });
  expect(history.total_executions).toBe(history.executions.length);
  expect(history.executions.map(({ executed_by }) => executed_by)).toEqual(
    expect.arrayContaining(["2", "3"]),
  );
  for (const execution of history.executions)
    expect(execution).toMatchObject({
      rows_returned: expected.length,
      execution_time_ms: expect.any(Number),
      result_summary: { field_count: 3, has_chart: true, filter_count: 2 },
      executed_at: expect.stringMatching(/Z$/),
    });
  const detail = expectStatus(await john.get<{ execution_history: unknown[] }>(at()), 200);
  expect(detail.execution_history).toHaveLength(history.executions.length);

  const unshared = expectStatus(await john.post(at("unshare/"), { user_ids: [3] }), 200);
  expect(unshared).toEqual({ success: true, message: "Sharing removed for 1 user" });
  expectProblem(await jane.get(at()), 403, "forbidden");

  expectStatus(await john.delete(at("soft-delete/")), 200);
  expectProblem(await john.get(at()), 404, "not_found");
  expect(expectStatus(await john.post<Report>(at("restore/")), 200)).toMatchObject({ id, shared_count: 2 });
  expectStatus(await john.delete(at()), 204);
  expectStatus(await john.post(at("restore/")), 200);
  expectStatus(await john.get(at()), 200);
});

interface History {
  readonly report_id: string;
  readonly report_name: string;
  readonly total_executions: number;
  readonly executions: readonly { readonly executed_by: string }[];
}

it("lists with every documented parameter", async () => {
  const { john } = await school();
  for (const name of ["Class Progress Report", "Another"])
    expectStatus(await john.post("custom-reports/", { ...MY_CUSTOM_REPORT, name }), 201);
  const list = async (query: string) =>
    expectStatus(await john.get<Page<Report>>(`custom-reports/?${query}`), 200);
  for (const query of [
    "status=draft",
    "is_shared=false",
    "created_by=2",
    "ordering=created_at",
    "ordering=-updated_at",
    "search=description",
  ])
    expect((await list(query)).total, query).toBe(2);
  for (const query of ["status=archived", "is_shared=true", "created_by=9", "search=nothing"])
    expect(await list(query), query).toMatchObject({ total: 0, items: [] });
  const found = await list("search=progress&status=draft&created_by=2&ordering=created_at");
  expect(found.items).toMatchObject([{ name: "Class Progress Report", last_execution: null }]);
});

it("the detail says which fields and filters there are, by the seed's names and words", async () => {
  const { john } = await school();
  const { id } = expectStatus(await john.post<Report>("custom-reports/", MY_CUSTOM_REPORT), 201);
  const detail = expectStatus(await john.get<Detail>(`custom-reports/${id}/`), 200);
  const { options } = detail.available_fields;
  expect(Object.keys(options)).toEqual(expect.arrayContaining(["student", "assignment", "grade"]));
  const names = Object.values(options).flatMap((fields) => fields.map(({ name }) => name));
  expect(names).toEqual(
    expect.arrayContaining([
      "student_name",
      "student_email",
      "grade",
      "submission_count",
      "progress",
      "attendance",
      "last_submission_date",
    ]),
  );
  expect(detail.available_filters.options).toMatchObject({
    subject_id: "Subject ID (integer)",
    date_range: expect.stringContaining("start and end"),
    grade_range: expect.stringContaining("min and max"),
    student_id: "Individual student ID",
    class_id: "Class/Group ID",
  });
});

interface Detail {
  readonly available_fields: { readonly options: Record<string, readonly { readonly name: string }[]> };
  readonly available_filters: { readonly options: Record<string, string> };
}

it("PATCH with the documented body; is_shared, which names nobody, shares with the workspace", async () => {
  const { john } = await school();
  const { id } = expectStatus(await john.post<Report>("custom-reports/", MY_CUSTOM_REPORT), 201);
  const body = {
    name: "Updated Report Name",
    description: "Updated description",
    config: { fields: ["student_name", "grade"], filters: {}, chart_type: "line" },
    status: "active",
    is_shared: true,
  };
  const updated = expectStatus(await john.patch<Report>(`custom-reports/${id}/`, body), 200);
  expect(updated).toMatchObject({ ...body, shared_count: 0, visibility: "workspace", version_number: 2 });
});

it("example 1: create and generate a student grades report", async () => {
  const { john } = await school();
  const created = await john.post<Report>("custom-reports/", {
    name: "Grade Overview",
    description: "All student grades",
    config: {
      fields: ["student_name", "grade", "submission_count"],
      filters: {},
      chart_type: "bar",
      sort_by: "grade",
      sort_order: "desc",
    },
  });
  const { id } = expectStatus(created, 201);
  const done = expectStatus(
    await john.post<Generated>(`custom-reports/${id}/generate/`, { async: false }),
    200,
  );
  expect(done.data).toEqual(rowsOf(byGrade(PUPILS), ["student_name", "grade", "submission_count"]));
});

it("example 2: create and share a class progress report", async () => {
  const { workspace, john } = await school();
  const created = await john.post<Report>("custom-reports/", {
    name: "Class Progress",
    config: {
      fields: ["student_name", "progress", "submission_count"],
      filters: { subject_id: 5 },
      chart_type: "bar",
    },
  });
  const { id } = expectStatus(created, 201);
  await Promise.all(["3", "4"].map((user) => seen(workspace, user)));
  const refused = await john.post(`custom-reports/${id}/share/`, { user_ids: [3, 4, 5] });
  expect(expectProblem(refused, 422, "validation_failed", ["user_ids"]).detail).toContain("5");
  await seen(workspace, "5");
  const shared = await until(
    async () => await john.post<{ message: string }>(`custom-reports/${id}/share/`, { user_ids: [3, 4, 5] }),
    ({ status }) => status === 200,
  );
  expect(shared.body.message).toBe("Report shared with 3 users");
});

interface Template {
  readonly id: string;
  readonly template_type: string;
  readonly base_config: Record<string, unknown>;
  readonly is_system: boolean;
  readonly can_clone: boolean;
  readonly clone_url: string;
}

it("example 3: list the templates, and clone one of the system's to a report that generates", async () => {
  const { john } = await school();
  const list = async (query: string) =>
    expectStatus(await john.get<Page<Template>>(`custom-templates/?${query}`), 200);
  const system = await list("is_system=true&page_size=100");
  const types = system.items.map(({ template_type }) => template_type);
  expect(types).toEqual(
    expect.arrayContaining([
      "class_progress",
      "student_grades",
      "assignment_performance",
      "attendance_overview",
      "submission_status",
    ]),
  );
  expect((await list("is_system=false")).total).toBe(0);
  const [template] = (await list("template_type=student_grades&is_system=true")).items;
  if (!template) throw new Error("there is no template of student grades");
  expect(template).toMatchObject({
    is_system: true,
    created_by: null,
    created_by_name: null,
    can_clone: true,
    base_config: { fields: expect.any(Array) },
  });
  expect((await list("search=grade")).items.map(({ id }) => id)).toContain(template.id);

  const body = {
    name: "My Custom Grade Report",
    description: "Based on system template",
    config_overrides: { sort_order: "asc" },
  };
  const cloned = expectStatus(await john.post<Report>(`custom-templates/${template.id}/clone/`, body), 201);
  expect(cloned).toMatchObject({ name: body.name, description: body.description, created_by: "2" });
  expect(cloned.config).toMatchObject({ sort_order: "asc" });
  const done = expectStatus(
    await john.post<Generated>(`custom-reports/${cloned.id}/generate/`, { async: false }),
    200,
  );
  expect(done.row_count).toBeGreaterThan(0);
  const grades = done.data.flatMap(({ grade }) => (typeof grade === "number" ? [grade] : []));
  expect(grades).toEqual(grades.toSorted((a, b) => a - b));

  const byUrl = new URL(template.clone_url, john.caller.origin).href;
  expectStatus(await john.caller.post<Report>(byUrl, { name: "My Class Progress Report" }), 201);
});

it.each([
  ["no fields", { fields: [] }, "config.fields"],
  ["an invalid field", { fields: ["invalid_field_name"] }, "config.fields"],
  ["a chart of no type", { fields: ["grade"], chart_type: "donut" }, "config.chart_type"],
  ["sort_by outside the fields", { fields: ["grade"], sort_by: "student_name" }, "config.sort_by"],
  ["a sort_order of no kind", { fields: ["grade"], sort_by: "grade", sort_order: "up" }, "config.sort_order"],
  ["a grade above 100", { fields: ["grade"], filters: { grade_range: { min: 0, max: 101 } } }, /grade_range/],
  ["a status there is not", { fields: ["grade"], filters: { status: "eaten" } }, /status/],
  ["a limit of 0", { fields: ["grade"], limit: 0 }, "config.limit"],
])("validation: %s is 422 and named", async (_, config, field) => {
  const { john } = await school();
  const answer = await john.post<{ errors: Record<string, string[]> }>("custom-reports/", {
    name: "Bad",
    config,
  });
  expect(answer.status, answer.text).toBe(422);
  const [named = ""] = Object.keys(answer.body.errors);
  expect(named).toMatch(field);
  expect(answer.body.errors[named]?.[0]).toMatch(/\S/);
});

it("the config structure as documented, with a filter by status", async () => {
  const { john } = await school();
  const config = {
    fields: ["student_name", "grade", "submission_count"],
    filters: {
      subject_id: 5,
      date_range: { start: "2025-01-01", end: "2025-12-31" },
      status: "submitted",
    },
    chart_type: "bar",
    sort_by: "grade",
    sort_order: "desc",
    limit: 100,
  };
  const { id } = expectStatus(await john.post<Report>("custom-reports/", { name: "Structure", config }), 201);
  const done = expectStatus(
    await john.post<Generated>(`custom-reports/${id}/generate/`, { async: false }),
    200,
  );
  const expected = byGrade(PUPILS.filter((pupil) => inFilter(pupil) && pupil.status === "submitted"));
  expect(expected.length).toBeGreaterThan(0);
  expect(done.data).toEqual(rowsOf(expected, ["student_name", "grade", "submission_count"]));
});

it.each(["bar", "line", "pie", "histogram", "scatter"])("chart type %s", async (chart_type) => {
  const { john } = await school();
  const config = { fields: ["submission_count", "grade"], chart_type };
  const { id } = expectStatus(await john.post<Report>("custom-reports/", { name: "Chart", config }), 201);
  const done = expectStatus(
    await john.post<Generated>(`custom-reports/${id}/generate/`, { async: false }),
    200,
  );
  expect(done.chart?.type).toBe(chart_type);
  expect(done.chart?.datasets[0]?.data.length).toBeGreaterThan(0);
  expect(done.chart?.datasets[0]?.data.length).toBeLessThanOrEqual(50);
});

it("B19: a chart shows at most 50 points of 240 rows, the first of them", async () => {
  const workspace = newWorkspace();
  const john = teacher(workspace, "2");
  const csv = await readFile(path.resolve(import.meta.dirname, "../../scripts/demo/class-results.csv"));
  await uploadReady(john.caller, csv);
  const config = {
    fields: ["student_name", "grade"],
    chart_type: "bar",
    sort_by: "grade",
    sort_order: "desc",
  };
  const { id } = expectStatus(await john.post<Report>("custom-reports/", { name: "Many", config }), 201);
  const done = expectStatus(
    await john.post<Generated>(`custom-reports/${id}/generate/`, { async: false }),
    200,
  );
  expect(done.row_count).toBe(240);
  expect(done.chart?.labels).toEqual(done.data.slice(0, 50).map(({ student_name }) => student_name));
});

it("permissions: who did not make it and has it not shared may neither view nor generate nor share; an admin may", async () => {
  const { workspace, john } = await school();
  const { id } = expectStatus(await john.post<Report>("custom-reports/", MY_CUSTOM_REPORT), 201);
  const other = teacher(workspace, "7");
  const viewer: Caller = workspace.as("viewer", "8");
  const at = (suffix = "") => `custom-reports/${id}/${suffix}`;
  expectProblem(await other.get(at()), 403, "forbidden");
  expectProblem(await other.post(at("generate/")), 403, "forbidden");
  expectProblem(await other.post(at("share/"), { user_ids: ["7"] }), 403, "forbidden");
  expectProblem(await other.post(at("clone/"), { name: "Mine" }), 403, "forbidden");
  expectProblem(await viewer.post("/reports", MY_CUSTOM_REPORT), 403, "forbidden");
  const admin = teacher(workspace, "1", "admin");
  expectStatus(await admin.patch(at(), { status: "archived" }), 200);
  expectStatus(await admin.delete(at()), 204);
  expectStatus(await admin.post(at("restore/")), 200);
});
