import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../../support";
import { succeed, uploadedDataset } from "../../support/product";

const STUDENTS = `Student ID,Student Name,Student Email,Class ID,Subject ID,Grade,Submission Count,Progress,Attendance,Last Submission Date,Status
1,Alice Johnson,alice@example.com,3,5,95.5,12,0.9,0.98,2025-03-01,graded
2,Bob Smith,bob@example.com,3,5,87.0,10,0.8,0.91,2025-04-15,submitted
3,Cleo Diaz,cleo@example.com,3,6,71.25,8,0.7,0.88,2024-12-11,late
`;
const SUBMISSIONS = `Student ID,Student Name,Assignment ID,Title,Submitted At,Score,Feedback,Graded By,Graded At,Status
1,Alice Johnson,9,Essay,2025-03-01T10:00:00Z,95,Good,Ms Ray,2025-03-02T10:00:00Z,graded
`;
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const EXECUTIONS = `date,total_executions,successful_executions,failed_executions,success_rate,avg_runtime,agent_id
${day(45)},10,9,1,90,1.5,a1
${day(2)},20,19,1,95,1.25,a1
${day(1)},30,30,0,100,1.75,a2
`;
const USERS = `date,total_users,active_users,new_users
${day(45)},100,40,3
${day(1)},110,50,4
`;

async function gradebook() {
  const token = await newWorkspace().token();
  const dataset = await uploadedDataset(token, STUDENTS, "name=Students");
  return { token, dataset };
}

const refused = async (token: string, body: unknown, method = "POST", path = "/reports") =>
  (await expectProblem(await call(method, `/api/v1${path}`, { token, body }), "validation_failed")).errors ??
  {};

describe("seed 001, word for word", () => {
  it("B6 B10 B14–B17: Create Custom Report", async () => {
    const { token } = await gradebook();
    const body = {
      name: "My Custom Report",
      description: "A detailed description of the report",
      status: "draft",
      config: {
        fields: ["student_name", "grade", "submission_count"],
        filters: {
          subject_id: 5,
          date_range: {
            start: "2025-01-01",
            end: "2025-12-31",
          },
        },
        chart_type: "bar",
        sort_by: "grade",
        sort_order: "desc",
        limit: 100,
      },
    };
    const made = await succeed("POST", "/reports", token, body);
    expect(made).toMatchObject(body);
    expect(await succeed("GET", `/reports/${made.id}`, token)).toMatchObject(body);
    const run = await succeed("POST", `/reports/${made.id}/generate`, token, { async: false });
    expect(run).toMatchObject({
      fields: ["student_name", "grade", "submission_count"],
      data: [
        { student_name: "Alice Johnson", grade: 95.5, submission_count: 12 },
        { student_name: "Bob Smith", grade: 87, submission_count: 10 },
      ],
      config: body.config,
      chart: { type: "bar", labels: ["Alice Johnson", "Bob Smith"] },
      result_summary: { field_count: 3, has_chart: true, filter_count: 2, section_count: 1 },
    });
  });

  it("A6: Update Report, then the config is the new one as a whole", async () => {
    const { token } = await gradebook();
    const config = {
      fields: ["student_name", "grade"],
      filters: { grade_range: { min: 80, max: 100 } },
      limit: 1,
    };
    const made = await succeed("POST", "/reports", token, { name: "Class Progress Report", config });
    const body = {
      name: "Updated Report Name",
      description: "Updated description",
      config: {
        fields: ["student_name", "grade"],
        filters: {},
        chart_type: "line",
      },
      status: "active",
    };
    const changed = await succeed("PATCH", `/reports/${made.id}`, token, body);
    expect(changed).toMatchObject({ ...body, version_number: 2 });
    expect(changed.config).toEqual(body.config);
  });

  it.each([
    [
      "Example 1",
      "Grade Overview",
      {
        fields: ["student_name", "grade", "submission_count"],
        filters: {},
        chart_type: "bar",
        sort_by: "grade",
        sort_order: "desc",
      },
    ],
    [
      "Example 2",
      "Class Progress",
      {
        fields: ["student_name", "progress", "submission_count"],
        filters: { subject_id: 5 },
        chart_type: "bar",
      },
    ],
    [
      "Config Structure",
      "Structure",
      {
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
      },
    ],
  ])("%s", async (_, name, config) => {
    const { token } = await gradebook();
    expect(await succeed("POST", "/reports", token, { name, config })).toMatchObject({ name, config });
  });

  it("B26: Config Validation Rules, all broken at once", async () => {
    const { token } = await gradebook();
    const config = {
      fields: ["student_name", "invalid_field_name"],
      filters: { status: "lost", no_filter: 1 },
      chart_type: "radar",
      sort_by: "grade",
      sort_order: "upwards",
      limit: 0,
    };
    const errors = await refused(token, { name: "Bad", config });
    expect(errors).toMatchObject({
      "config.fields": [
        expect.stringMatching(
          /^Invalid fields specified: invalid_field_name\. Fields: student_id, student_name, /,
        ),
      ],
      "config.filters.status": [
        expect.stringContaining("submitted, graded, late, pending"),
        expect.any(String),
      ],
      "config.filters.no_filter": [expect.stringContaining("grade_range")],
      "config.chart_type": [expect.stringContaining("bar, line, pie, histogram, scatter")],
      "config.sort_by": [expect.stringContaining("student_name")],
      "config.sort_order": [expect.stringContaining("asc, desc")],
      "config.limit": [expect.any(String)],
    });
    expect(Object.keys(errors)).toHaveLength(7);
  });

  it.each([
    ["no config", undefined, "config"],
    ["a config that is no object", ["grade"], "config"],
    ["no fields", {}, "config.fields"],
    ["fields that are no list", { fields: "grade" }, "config.fields"],
    ["filters that are no object", { fields: ["grade"], filters: ["grade"] }, "config.filters"],
  ])("B26: %s", async (_, config, path) => {
    const { token } = await gradebook();
    expect(Object.keys(await refused(token, { name: "Bad", config }))).toEqual([path]);
  });
});

describe("choosing the dataset by its fields", () => {
  it("the one with all of them; a filter of its preset decides; several and none are listed", async () => {
    const { token, dataset } = await gradebook();
    const other = await uploadedDataset(token, SUBMISSIONS, "name=Submissions");
    const over = async (config: Record<string, unknown>) => {
      const { id } = await succeed("POST", "/reports", token, { name: "R", config });
      const run = await succeed("POST", `/reports/${id}/generate`, token, { async: false });
      return (run.data as unknown[]).length;
    };
    expect(await over({ fields: ["student_name", "progress"] })).toBe(3);
    expect(await over({ fields: ["student_name", "feedback"] })).toBe(1);
    expect(await over({ fields: ["student_name"], filters: { class_id: 3 } })).toBe(3);
    expect(await over({ fields: ["student_name"], filters: { assignment_id: 9 } })).toBe(1);
    const several = await refused(token, { name: "R", config: { fields: ["student_name"] } });
    expect(several["config.dataset"]?.[0]).toContain(`${dataset.id} (Students`);
    expect(several["config.dataset"]?.[0]).toContain(`${other.id} (Submissions`);
    const none = await refused(token, {
      name: "R",
      config: { fields: ["student_name", "progress", "feedback"] },
    });
    expect(Object.keys(none).sort()).toEqual(["config.dataset", "config.fields"]);
    expect(none["config.fields"]?.[0]).toMatch(/^Invalid fields specified: /);
  });

  it("a filter decides among many that have the fields, and the nearest are listed", async () => {
    const token = await newWorkspace().token();
    const made = async (name: string, ...names: string[]) => {
      const fields = names.map((field) => ({ name: field, type: "integer" }));
      return (await succeed("POST", "/datasets", token, { name, fields })).id;
    };
    for (let at = 0; at < 13; at += 1) await made(`Plain ${at}`, "a", "b");
    const meant = await made("With c", "a", "b", "c");
    const near = await made("Near", "a", "b", "c", "d");
    for (let at = 0; at < 11; at += 1) await made(`Far ${at}`, "z");
    const config = { fields: ["a", "b"], filters: { c: 1 } };
    const two = await refused(token, { name: "R", config });
    expect(two["config.dataset"]?.[0]).toContain(`name one: ${meant} (With c), ${near} (Near)`);
    await succeed("POST", "/reports", token, {
      name: "R",
      config: { fields: ["a", "b"], filters: { d: 1 } },
    });
    const many = await refused(token, { name: "R", config: { fields: ["a"] } });
    expect(many["config.dataset"]?.[0]?.match(/ds_/g)).toHaveLength(10);
    const none = await refused(token, { name: "R", config: { fields: ["a", "c", "d", "e"] } });
    expect(none["config.fields"]).toEqual(["Invalid fields specified: e. Fields: a, b, c, d"]);
    expect(none["config.dataset"]?.[0]).toContain(near);
  });

  it("another workspace's dataset is neither chosen nor listed", async () => {
    const { dataset } = await gradebook();
    const stranger = await newWorkspace().token();
    for (const config of [{ fields: ["progress"] }, { fields: ["progress"], dataset: dataset.id }]) {
      const errors = await refused(stranger, { name: "R", config });
      expect(JSON.stringify(errors)).not.toContain("Students");
      expect(errors["config.dataset"]?.[0]).toMatch(/Datasets: none$/);
    }
  });

  it("a report stays over its dataset when another one fits as well later", async () => {
    const { token, dataset } = await gradebook();
    const config = { fields: ["student_name", "grade"] };
    const made = await succeed("POST", "/reports", token, { name: "R", config });
    await uploadedDataset(token, STUDENTS, "name=Copy");
    const changed = await succeed("PATCH", `/reports/${made.id}`, token, { config: { ...config, limit: 2 } });
    expect(changed.config).toEqual({ ...config, limit: 2 });
    await expectProblem(await call("DELETE", `/api/v1/datasets/${dataset.id}`, { token }), "conflict");
  });

  it("several datasets in one report: each is kept from being deleted", async () => {
    const { token } = await gradebook();
    const second = await uploadedDataset(token, SUBMISSIONS, "name=Submissions");
    const sections = [{ fields: ["progress"] }, { text: "Then" }, { title: "Work", fields: ["feedback"] }];
    await succeed("POST", "/reports", token, { name: "Both", config: { sections } });
    await expectProblem(await call("DELETE", `/api/v1/datasets/${second.id}`, { token }), "conflict");
  });
});

describe("seed 000", () => {
  async function metrics() {
    const workspace = newWorkspace();
    const token = await workspace.token();
    await uploadedDataset(token, EXECUTIONS, "name=Executions");
    return { token, workspace };
  }

  it("B4 B5 B11: metric types over the last 30 days", async () => {
    const { token } = await metrics();
    const config = {
      name: "Metrics",
      description: "d",
      metric_types: ["executions"],
      format: "csv",
      frequency: "daily",
      schedule_time: "09:00",
    };
    const made = await succeed("POST", "/reports", token, { name: "Metrics", config });
    expect(made.config).toEqual(config);
    const run = await succeed("POST", `/reports/${made.id}/generate`, token, { async: false });
    expect(run).toMatchObject({ formats: ["csv"], description: "d", row_count: 2 });
    expect((run.data as { date: string }[]).map(({ date }) => date)).toEqual([day(2), day(1)]);
  });

  it("B9 B10: with a time range, filters and its workspace's id", async () => {
    const { token, workspace } = await metrics();
    const config = {
      name: "Metrics",
      metric_types: ["executions"],
      time_range: { start_date: day(60), end_date: day(2) },
      filters: { workspace_id: workspace.id, agent_id: "a1" },
    };
    const made = await succeed("POST", "/reports", token, { name: "Metrics", config });
    const run = await succeed("POST", `/reports/${made.id}/generate`, token, { async: false });
    expect((run.data as { date: string }[]).map(({ date }) => date)).toEqual([day(45), day(2)]);
    const errors = await refused(token, {
      name: "M",
      config: { ...config, filters: { workspace_id: "ws_other" } },
    });
    expect(Object.keys(errors)).toEqual(["config.filters.workspace_id"]);
  });

  it("B26: a metric type without data is named, with what there is", async () => {
    const { token } = await metrics();
    const errors = await refused(token, { name: "M", config: { name: "Metrics" } });
    expect(Object.keys(errors)).toEqual(["config.metric_types"]);
    expect(errors["config.metric_types"]?.join("\n")).toMatch(
      /metrics\.users.*Executions, metrics\.executions.*\n.*metrics\.agents/,
    );
    await uploadedDataset(token, USERS, "name=Users");
    const config = { metric_types: ["executions", "users"] };
    const made = await succeed("POST", "/reports", token, { name: "M", config });
    const limited = { async: false, limit: 1, filters: { date_range: { start: day(90) } } };
    const run = await succeed("POST", `/reports/${made.id}/generate`, token, limited);
    expect(run).toMatchObject({
      row_count: 1,
      result_summary: { section_count: 2, filter_count: expect.any(Number) },
    });
  });
});
