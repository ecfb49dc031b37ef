import { describe, expect, it } from "vitest";
import { PRESETS } from "../../../src/datasets/presets";
import { SYSTEM_TEMPLATES } from "../../../src/reports/templates/system";
import { call, expectProblem, newWorkspace } from "../../support";
import { type Made, succeed, uploadedDataset } from "../../support/product";

const CLASS = `Student Name,Student Email,Grade,Submission Count,Progress,Attendance
Ann Lee,ann@example.com,95.5,12,80,97
李小明,li@example.com,61,8,40,88
`;
interface Report extends Made {
  readonly config: Record<string, unknown>;
  readonly left_out_fields: readonly string[];
}
const cloned = (token: string, template: string, body?: unknown) =>
  succeed<Report>("POST", `/templates/${template}/clone`, token, body);
const refused = async (token: string, template: string, body: unknown) =>
  (
    await expectProblem(
      await call("POST", `/api/v1/templates/${template}/clone`, { token, body }),
      "validation_failed",
    )
  ).errors ?? {};
const costOf = (response: Response) =>
  Number(/calls=(\d+)/.exec(response.headers.get("Server-Timing") ?? "")?.[1]);

describe("A40 B20: a report from a system template", () => {
  it("seed 001's own requests: made at the older address, with its overrides, and it can be generated", async () => {
    const token = await newWorkspace().token("editor", "teacher");
    const dataset = await uploadedDataset(token, CLASS);
    const answer = await call("POST", "/api/reports/custom-templates/class_progress/clone/", {
      body: {
        name: "My Class Progress Report",
        description: "Customized version",
        config_overrides: { sort_order: "asc" },
      },
      headers: { Authorization: `Token ${token}` },
    });
    expect(answer.status).toBe(201);
    const report = (await answer.json()) as Report;
    expect(answer.headers.get("Location")).toBe(`/api/v1/reports/${report.id}`);
    expect(report).toMatchObject({
      name: "My Class Progress Report",
      description: "Customized version",
      kind: "built",
      status: "draft",
      visibility: "private",
      report_type: "class_progress",
      created_by: "teacher",
      is_shared: false,
      shared_count: 0,
      version_number: 1,
      last_execution: null,
      left_out_fields: ["last_submission_date"],
    });
    expect(report.config).toEqual({
      dataset: dataset.id,
      fields: ["student_name", "progress", "submission_count", "grade", "attendance"],
      filters: {},
      chart_type: "bar",
      sort_by: "progress",
      sort_order: "asc",
    });
    const done = await succeed<Made & { data: Made[] }>("POST", `/reports/${report.id}/generate`, token, {
      async: false,
    });
    expect(done.data.map(({ student_name }) => student_name)).toEqual(["李小明", "Ann Lee"]);
    expect(done.chart).toMatchObject({ type: "bar", labels: ["李小明", "Ann Lee"] });
    const example3 = await call("POST", "/api/custom-templates/tpl_student_grades/clone/", {
      token,
      body: {
        name: "My Custom Grade Report",
        description: "Based on system template",
        config_overrides: { sort_order: "asc" },
      },
    });
    expect(example3.status).toBe(201);
  });

  it.each(SYSTEM_TEMPLATES.map(({ type, presets }) => [type, presets[0] ?? "gradebook.students"] as const))(
    "%s is cloned over an empty stream of %s without a word",
    async (type, preset) => {
      const token = await newWorkspace().token();
      const { id } = await succeed("POST", "/datasets", token, { name: "Stream", preset });
      const report = await cloned(token, `tpl_${type}`);
      expect(report).toMatchObject({ report_type: type, left_out_fields: [] });
      expect(JSON.stringify(report.config)).toContain(id);
      expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ name: report.name });
    },
  );

  it("a real Advisor export: the executive summary has figures, groups and the best savings", async () => {
    const token = await newWorkspace().token();
    const csv = Object.values(
      import.meta.glob<string>("../../data/real/sample_small.csv", {
        query: "?raw",
        import: "default",
        eager: true,
      }),
    )[0];
    await uploadedDataset(token, csv);
    for (const type of ["executive", "detailed", "cost", "security", "operations"]) {
      const report = await cloned(token, type);
      expect(report.left_out_fields, type).toEqual([]);
      const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
        async: false,
        formats: ["json"],
      });
      expect(run, type).toMatchObject({ status: "completed" });
    }
  });

  it("over any data: a business report of a table that no preset knows", async () => {
    const token = await newWorkspace().token();
    const { id } = await uploadedDataset(token, "city,visitors\nUlm,5\nKöln,7\n");
    const report = await cloned(token, "business_report", { name: "Visitors" });
    expect(report.config).toMatchObject({
      sections: [
        { dataset: id, figures: [{ field: "*" }, { field: "visitors", aggregate: "sum" }] },
        { dataset: id, fields: ["city", "visitors"], chart_type: "bar" },
      ],
    });
  });

  it("its own kind of data comes before other data with the fields; several are listed; `dataset` decides", async () => {
    const token = await newWorkspace().token();
    const first = await uploadedDataset(token, CLASS, "name=7A");
    const plain = await succeed("POST", "/datasets", token, {
      name: "Plain",
      fields: [{ name: "student_name", type: "string" }],
    });
    expect((await cloned(token, "class_progress")).config.dataset).toBe(first.id);
    const second = await uploadedDataset(token, CLASS, "name=7B");
    const { dataset } = await refused(token, "class_progress", {});
    expect(dataset?.[0]).toContain(`Several datasets fit, name one: ${second.id} (7B), ${first.id} (7A)`);
    expect(dataset?.[0]).not.toContain(plain.id);
    expect((await cloned(token, "class_progress", { dataset: plain.id })).left_out_fields).toEqual(
      expect.arrayContaining(["progress", "grade"]),
    );
    const overridden = await cloned(token, "class_progress", { config_overrides: { dataset: second.id } });
    expect(overridden.config.dataset).toBe(second.id);
  });

  it("422 where no data fit, where the named do not, and where there are none such", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    expect((await refused(token, "cost", {})).dataset?.[0]).toContain("No dataset of this workspace fits");
    const { id } = await uploadedDataset(token, "city,visitors\nUlm,5\n", "name=Cities");
    const unfit = (await refused(token, "cost", {})).dataset?.[0];
    expect(unfit).toContain("advisor.recommendations");
    expect(unfit).toContain(`${id} (Cities)`);
    const lacking = (await refused(token, "cost", { dataset: id })).dataset?.[0];
    expect(lacking).toContain("Cities does not fit");
    expect(lacking).toContain("city, visitors");
    expect((await refused(token, "cost", { dataset: "ds_none" })).dataset?.[0]).toContain(
      "no dataset ds_none",
    );
    const foreign = await uploadedDataset(await newWorkspace().token(), CLASS);
    expect((await refused(token, "class_progress", { dataset: foreign.id })).dataset?.[0]).toContain(
      `no dataset ${foreign.id}`,
    );
  });

  it.each([
    ["a sort that is not among the fields", { sort_by: "attendance_rate" }, "config.sort_by"],
    ["an unknown field", { fields: ["student_name", "nickname"] }, "config.fields"],
    ["an unknown chart", { chart_type: "radar" }, "config.chart_type"],
    ["an unknown filter", { filters: { house: "Red" } }, "config.filters.house"],
    ["an unknown key", { colour: "red" }, "config.colour"],
    ["no fields left", { fields: null }, "config.fields"],
  ])("422 names %s in the overrides", async (_, config_overrides, field) => {
    const token = await newWorkspace().token();
    await uploadedDataset(token, CLASS);
    expect(Object.keys(await refused(token, "student_grades", { config_overrides }))).toContain(field);
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 0 });
  });

  it("viewers may not; an unknown template is 404; both cost as little as they can", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    await uploadedDataset(token, CLASS);
    const viewer = await workspace.token("viewer");
    await expectProblem(
      await call("POST", "/api/v1/templates/cost/clone", { token: viewer, body: {} }),
      "forbidden",
    );
    await expectProblem(await call("POST", "/api/v1/templates/1/clone", { token, body: {} }), "not_found");
    const made = await call("POST", "/api/v1/templates/class_progress/clone", { token, body: {} });
    expect(made.status).toBe(201);
    expect(costOf(made)).toBe(2);
  });
});

describe("a report from a template of the workspace", () => {
  const base_config = { fields: ["student_name", "grade"], sort_by: "grade", sort_order: "desc" };
  const template = (token: string, body: Record<string, unknown> = {}) =>
    succeed("POST", "/templates", token, { name: "Grades", description: "By grade", base_config, ...body });

  it("is over the dataset that has its fields, or the named one, in two calls", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const first = await uploadedDataset(token, CLASS, "name=7A");
    const { id } = await template(token, { template_type: "grades" });
    const path = `/api/v1/templates/${id}/clone`;
    const answer = await call("POST", path, { token: await workspace.token("editor", "eve"), body: {} });
    expect(answer.status).toBe(201);
    expect(costOf(answer)).toBe(2);
    expect(await answer.json()).toMatchObject({
      name: "Grades",
      description: "By grade",
      report_type: "grades",
      created_by: "eve",
      config: base_config,
      left_out_fields: [],
    });
    const second = await uploadedDataset(token, CLASS, "name=7B");
    const errors = await refused(token, id, {});
    expect(errors["config.dataset"]?.[0]).toContain(first.id);
    expect(errors["config.dataset"]?.[0]).toContain(second.id);
    expect((await cloned(token, id, { dataset: second.id })).config.dataset).toBe(second.id);
  });

  it("finds the data of its overrides, among many that share a field with it", async () => {
    const token = await newWorkspace().token();
    for (let count = 0; count < 60; count += 1)
      await succeed("POST", "/datasets", token, {
        name: `D${count}`,
        fields: [{ name: "grade", type: "number" }],
      });
    const wanted = await succeed("POST", "/datasets", token, {
      name: "Wanted",
      fields: [
        { name: "grade", type: "number" },
        { name: "house", type: "string" },
      ],
    });
    for (let count = 0; count < 60; count += 1)
      await succeed("POST", "/datasets", token, {
        name: `E${count}`,
        fields: [{ name: "grade", type: "number" }],
      });
    const { id } = await template(token, { base_config: { fields: ["grade"] } });
    const report = await cloned(token, id, { config_overrides: { fields: ["grade", "house"] } });
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({
      available_fields: { options: { [String(wanted.name)]: [{ name: "grade" }, { name: "house" }] } },
    });
  }, 60_000);

  it("with sections: flat overrides are the first table's, the dataset all sections'", async () => {
    const token = await newWorkspace().token();
    const { id: dataset } = await uploadedDataset(token, CLASS);
    const sections = [
      { title: "About", text: "Grades of the class." },
      { figures: [{ field: "grade", aggregate: "avg" }] },
      { fields: ["student_name", "grade"], sort_by: "grade" },
    ];
    const { id } = await template(token, { base_config: { sections } });
    const report = await cloned(token, id, { dataset, config_overrides: { sort_order: "desc" } });
    expect(report.config).toEqual({
      sections: [sections[0], { ...sections[1], dataset }, { ...sections[2], dataset, sort_order: "desc" }],
    });
  });

  it("is made once for one Idempotency-Key", async () => {
    const token = await newWorkspace().token();
    await uploadedDataset(token, CLASS);
    const { id } = await template(token);
    const once = { "Idempotency-Key": "clone-1" };
    const first = await succeed("POST", `/templates/${id}/clone`, token, { name: "A" }, once);
    expect(await succeed("POST", `/templates/${id}/clone`, token, { name: "A" }, once)).toEqual(first);
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 1 });
  });

  it("is not made from another workspace's template", async () => {
    const { id } = await template(await newWorkspace().token());
    const token = await newWorkspace().token();
    await uploadedDataset(token, CLASS);
    await expectProblem(
      await call("POST", `/api/v1/templates/${id}/clone`, { token, body: {} }),
      "not_found",
    );
  });
});

it("every preset has a template", () => {
  for (const { id, templates } of PRESETS) expect(templates.length, id).toBeGreaterThan(0);
});
