import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";

const cloneOf = (report: Made, token: string, body: unknown) =>
  succeed<Made & { config: Record<string, unknown> }>("POST", `/reports/${report.id}/clone`, token, body);
const clonePath = ({ id }: Made) => `/api/v1/reports/${id}/clone`;

describe("A39 B20: cloning a report", () => {
  it("seed 001's own request: the caller's draft, with the override and nothing else of the source's life", async () => {
    const token = await newWorkspace().token("editor", "ada");
    const source = await madeReport(token, { chart_type: "bar", sort_by: "grade" });
    await succeed("PATCH", `/reports/${source.id}`, token, { status: "active", visibility: "workspace" });
    await succeed("POST", `/reports/${source.id}/generate`, token, { async: false });
    const answer = await call("POST", `/api/reports/custom-reports/${source.id}/clone/`, {
      token,
      body: {
        name: "Cloned Report Name",
        description: "Optional new description",
        config_overrides: { chart_type: "line" },
      },
    });
    expect(answer.status).toBe(201);
    const clone = (await answer.json()) as Made;
    expect(answer.headers.get("Location")).toBe(`/api/v1/reports/${clone.id}`);
    expect(clone.id).not.toBe(source.id);
    expect(clone).toMatchObject({
      name: "Cloned Report Name",
      description: "Optional new description",
      config: { ...(source.config as object), chart_type: "line" },
      status: "draft",
      visibility: "private",
      is_shared: false,
      version_number: 1,
      last_execution: null,
      last_generated_at: null,
    });
    expect(await succeed("GET", `/reports/${clone.id}`, token)).toMatchObject({
      execution_history: [],
      shared_with_list: [],
    });
    expect(await succeed("GET", `/reports/${source.id}`, token)).toMatchObject({
      config: { chart_type: "bar" },
    });
  });

  it("keeps what is not said, in two calls, and stays over the same of several like datasets", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    const source = await succeed("POST", "/reports", token, {
      name: "Grades",
      description: "Of the class",
      config: { fields: ["student_name", "grade"], filters: { grade_range: { min: 1 } } },
    });
    await uploadedDataset(token); // now two datasets have these fields
    const answer = await call("POST", clonePath(source), { token, body: { name: "Again" } });
    expect(answer.headers.get("Server-Timing")).toContain('"calls=2 ');
    const clone = (await answer.json()) as Made;
    expect(clone).toMatchObject({ name: "Again", description: "Of the class", config: source.config });
    const detail = await succeed<Made & { available_fields: { options: object } }>(
      "GET",
      `/reports/${clone.id}`,
      token,
    );
    expect(detail.available_fields).toEqual(
      (await succeed<typeof detail>("GET", `/reports/${source.id}`, token)).available_fields,
    );
    const run = await succeed("POST", `/reports/${clone.id}/generate`, token, { async: false });
    expect(run).toMatchObject({ status: "completed" });
    await expectProblem(await call("DELETE", `/api/v1/datasets/${dataset.id}`, { token }), "conflict");
    expect(await cloneOf(source, token, { name: "Bare", description: null })).toMatchObject({
      description: null,
    });
  });

  it("may go over other data by its overrides", async () => {
    const token = await newWorkspace().token();
    const source = await madeReport(token);
    const other = await uploadedDataset(token, "city,visitors\nUlm,5\n");
    const overrides = { dataset: other.id, fields: ["city", "visitors"] };
    expect((await cloneOf(source, token, { name: "Cities", config_overrides: overrides })).config).toEqual(
      overrides,
    );
    const foreign = await uploadedDataset(await newWorkspace().token());
    const body = { name: "Theirs", config_overrides: { dataset: foreign.id } };
    const { errors } = await expectProblem(
      await call("POST", clonePath(source), { token, body }),
      "validation_failed",
    );
    expect(errors?.["config.dataset"]?.[0]).toContain(`no dataset ${foreign.id}`);
  });

  it.each([
    ["no name", {}, "name"],
    ["an unknown field", { name: "x", config_overrides: { fields: ["nickname"] } }, "config.fields"],
    ["a sort by no field", { name: "x", config_overrides: { sort_by: "nickname" } }, "config.sort_by"],
    ["fields removed", { name: "x", config_overrides: { fields: null } }, "config.fields"],
    ["overrides that are no object", { name: "x", config_overrides: ["a"] }, "config_overrides"],
    ["what is not known", { name: "x", status: "active" }, "status"],
  ])("422 for %s, and nothing is made", async (_, body, field) => {
    const token = await newWorkspace().token();
    const source = await madeReport(token);
    const { errors } = await expectProblem(
      await call("POST", clonePath(source), { token, body }),
      "validation_failed",
    );
    expect(Object.keys(errors ?? {})).toContain(field);
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 1 });
  });

  it("an inline report is cloned with a copy of its data, which outlives the source", async () => {
    const token = await newWorkspace().token();
    const data = {
      revenue: 12.5,
      sales: [
        { region: "北", total: 5 },
        { region: "Süd", total: 7.5 },
      ],
    };
    const config = { template: "business_report", include_charts: true, format: ["json"] };
    const started = await succeed("POST", "/reports/generate", token, {
      title: "Q1",
      data,
      config,
      async: false,
    });
    const source = await succeed("GET", `/reports/${started.report_id}`, token);
    const overrides = { template: "default", format: null, formats: ["csv"] };
    const clone = await cloneOf(source, token, { name: "Q1 again", config_overrides: overrides });
    expect(clone).toMatchObject({ kind: "inline", status: "draft", last_execution: null, shared_count: 0 });
    expect(clone.config).toEqual({ template: "default", include_charts: true, formats: ["csv"] });
    const keys = await Promise.all(
      [source, clone].map(async ({ id }) =>
        (await env.BUCKET.list({ prefix: "given/" })).objects.filter(({ key }) => key.includes(`/${id}/`)),
      ),
    );
    expect(keys.map((objects) => objects.length)).toEqual([2, 2]);
    await env.BUCKET.delete((keys[0] ?? []).map(({ key }) => key));
    const run = await succeed<Made & { sections?: unknown }>("POST", `/reports/${clone.id}/generate`, token, {
      async: false,
      formats: ["json"],
    });
    expect(run).toMatchObject({ status: "completed" });
    expect(JSON.stringify(run.data)).toContain("Süd");
    const gone = await call("POST", clonePath(source), { token, body: { name: "Too late" } });
    await expectProblem(gone, "gone");
  });

  it.each([
    [{ template: "none" }, "config.template"],
    [{ format: ["gif"] }, "config.format"],
    [{ fields: ["a"] }, "config.fields"],
  ])("422 for an inline report's override %j", async (config_overrides, field) => {
    const token = await newWorkspace().token();
    const body = { title: "Q1", data: { a: 1 }, async: false };
    const source = await succeed("POST", "/reports/generate", token, body);
    const answer = await call("POST", `/api/v1/reports/${source.report_id}/clone`, {
      token,
      body: { name: "x", config_overrides },
    });
    const { errors } = await expectProblem(answer, "validation_failed");
    expect(Object.keys(errors ?? {}).some((key) => key.startsWith(field))).toBe(true);
  });

  it("needs sight of the source and the right to create; the clone is its maker's own", async () => {
    const workspace = newWorkspace();
    const ada = await workspace.token("editor", "ada");
    const eve = await workspace.token("editor", "eve");
    const source = await madeReport(ada);
    const body = { name: "Mine" };
    await expectProblem(await call("POST", clonePath(source), { token: eve, body }), "forbidden");
    await succeed("PATCH", `/reports/${source.id}`, ada, { visibility: "workspace" });
    const viewer = await workspace.token("viewer");
    await expectProblem(await call("POST", clonePath(source), { token: viewer, body }), "forbidden");
    const clone = await cloneOf(source, eve, body);
    expect(clone).toMatchObject({ created_by: "eve", created_by_name: "Test eve", visibility: "private" });
    await expectProblem(await call("GET", `/api/v1/reports/${clone.id}`, { token: ada }), "forbidden");
    const stranger = await newWorkspace().token();
    await expectProblem(await call("POST", clonePath(source), { token: stranger, body }), "not_found");
    await succeed("DELETE", `/reports/${source.id}`, ada);
    await expectProblem(await call("POST", clonePath(source), { token: ada, body }), "not_found");
  });
});
