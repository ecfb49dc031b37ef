import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { workshopOf } from "../../src/workshop";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);

type Section = {
  kind: string;
  data: Record<string, unknown>[];
  summaries: unknown[];
  rows_written: number;
  rows_total: number;
  truncated: boolean;
};
type Preview = Made & {
  data: Record<string, unknown>[];
  sections: Section[];
  warnings: string[];
  chart: { labels: string[] } | null;
};

const numbers = (count: number) =>
  `n,kind\n${Array.from({ length: count }, (_, at) => `${at + 1},k${at % 3}`).join("\n")}\n`;

describe("POST /reports/preview (E31)", () => {
  it("gives the first rows, the chart and the number of rows, and stores nothing", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token)).id;
    const config = {
      dataset,
      fields: ["student_name", "grade"],
      filters: { grade: { min: 50 } },
      sort_by: "grade",
      sort_order: "desc",
      chart_type: "bar",
    };
    const preview = await succeed<Preview>("POST", "/reports/preview", token, { config, name: "Top" });
    expect(preview).toMatchObject({
      title: "Top",
      filters: [{ label: "Grade", text: "at least 50" }],
      fields: ["student_name", "grade"],
      data: [
        { student_name: "Ann Lee", grade: 95.5 },
        { student_name: "李小明", grade: 61 },
      ],
      chart: { type: "bar", labels: ["Ann Lee", "李小明"] },
      rows_total: 2,
      estimated_rows: 2,
      warnings: [],
    });
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 0 });
    expect(await succeed("GET", "/runs", token)).toMatchObject({ total: 0 });
  });

  it("shows 50 rows of more, counts all, and says what the chart leaves out", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token, numbers(2_500))).id;
    const base = { dataset, fields: ["n", "kind"], sort_by: "n", sort_order: "desc" };
    const all = await succeed<Preview>("POST", "/reports/preview", token, {
      config: { ...base, chart_type: "line" },
    });
    expect(all.data.length).toBe(50);
    expect(all.data[0]).toEqual({ n: 2_500, kind: "k0" });
    expect(all).toMatchObject({ rows_total: 2_500, estimated_rows: 2_500, sections: [{ truncated: false }] });
    expect(all.warnings).toEqual(["The chart is drawn from the first 1000 of 2500 rows."]);
    const cut = await succeed<Preview>("POST", "/reports/preview", token, { config: { ...base, limit: 7 } });
    expect(cut).toMatchObject({
      rows_total: 2_500,
      estimated_rows: 7,
      sections: [{ truncated: true }],
      warnings: [],
    });
    expect(cut.data.length).toBe(7);
    const failing = { ...base, limit: 7, on_limit: "fail" };
    const warned = await succeed<Preview>("POST", "/reports/preview", token, { config: failing });
    expect(warned.warnings[0]).toMatch(/2500 rows; its limit is 7, so that a run would fail/);
  });

  it("shows groups with their totals as a run gives them", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token, numbers(300))).id;
    const config = {
      dataset,
      fields: ["kind", { field: "n", aggregate: "sum", as: "sum" }],
      group_by: "kind",
      totals: true,
    };
    const preview = await succeed<Preview>("POST", "/reports/preview", token, { config });
    const report = await succeed("POST", "/reports", token, { name: "Groups", config });
    const run = await succeed<Preview>("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(preview.sections).toEqual(run.sections);
    expect(preview.sections[0]?.summaries).toMatchObject([{ level: 0, values: { sum: 45_150 } }]);
  });

  it("shows texts, figures and several tables", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token)).id;
    const config = {
      sections: [
        { title: "Intro", text: "Hello." },
        { title: "Best", figures: [{ field: "grade", aggregate: "max", as: "best" }], dataset },
        { title: "All", dataset, fields: ["student_id"] },
        { title: "Two", dataset, fields: ["grade"], limit: 2 },
      ],
    };
    const preview = await succeed<Preview>("POST", "/reports/preview", token, { config });
    expect(preview.sections).toMatchObject([
      { kind: "text", text: "Hello." },
      { kind: "figures", figures: [{ value: 95.5 }] },
      { kind: "table", rows_total: 4 },
      { kind: "table", rows_total: 4, rows_written: 2, data: [{}, {}] },
    ]);
    expect(preview).toMatchObject({ rows_total: 8, estimated_rows: 6 });
  });

  it("B19: says why there is no chart, in the dry run as in the run's answer", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token, numbers(3))).id;
    const config = { dataset, fields: ["kind"], chart_type: "pie" };
    const missing_chart = { type: "pie", reason: "no_numbers" };
    const preview = await succeed<Preview>("POST", "/reports/preview", token, { config });
    expect(preview).toMatchObject({ chart: null, sections: [{ chart: null, missing_chart }] });
    expect(preview.warnings).toEqual(["Grades: Pie chart left out: no column holds numbers."]);
  });

  it("a dataset that never had rows shows none", async () => {
    const token = await newWorkspace().token("editor");
    const fields = [{ name: "a", type: "integer" }];
    const dataset = await succeed("POST", "/datasets", token, { name: "Soon", fields });
    const config = { dataset: dataset.id, fields: ["a"], chart_type: "bar", totals: true };
    const preview = await succeed<Preview>("POST", "/reports/preview", token, { config });
    expect(preview).toMatchObject({ rows_total: 0, data: [], chart: null });
    expect(preview.warnings).toEqual(["Soon: Bar chart left out: there are no rows."]);
  });

  it("B26: names what is wrong with a config as POST /reports does", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token)).id;
    const config = { dataset, fields: ["grade", "nope"], limit: 0 };
    const answers = await Promise.all([
      call("POST", "/api/v1/reports/preview", { token, body: { config } }),
      call("POST", "/api/v1/reports", { token, body: { name: "x", config } }),
    ]);
    const [preview, create] = await Promise.all(
      answers.map((answer) => expectProblem(answer, "validation_failed")),
    );
    expect(preview?.errors).toEqual(create?.errors);
    expect(Object.keys(preview?.errors ?? {}).length).toBeGreaterThan(0);
  });

  it("U26: another workspace's dataset is not there, viewers may not, and it costs one round trip", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token("editor");
    const dataset = (await uploadedDataset(token)).id;
    const body = { config: { dataset, fields: ["grade"] } };
    const stranger = await newWorkspace().token("editor");
    await expectProblem(
      await call("POST", "/api/v1/reports/preview", { token: stranger, body }),
      "validation_failed",
    );
    const viewer = await workspace.token("viewer", "eve");
    await expectProblem(await call("POST", "/api/v1/reports/preview", { token: viewer, body }), "forbidden");
    const answer = await call("POST", "/api/v1/reports/preview", { token, body });
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=1 /);
  });
});

describe("GET /reports/{id}/preview (A17)", () => {
  const previewOf = (token: string, report: Made, query = "") =>
    call("GET", `/api/v1/reports/${report.id}/preview${query}`, { token });

  it("is inline and harmless, made from the snapshot when it was not made before", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    await succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["csv"], async: false });
    const html = await previewOf(token, report);
    expect(html.status).toBe(200);
    expect(html.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(html.headers.get("Content-Disposition")).toMatch(/^inline/);
    expect(html.headers.get("Content-Security-Policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(html.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(await html.text()).toContain("Ann Lee");
    const json = await previewOf(token, report, "?format=json");
    expect(json.headers.get("Content-Type")).toMatch(/^application\/json/);
    expect(await json.json()).toMatchObject({ row_count: 4 });
  });

  it("is of the newest version, or of the one that is named", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const generate = (body: object) =>
      succeed<Made & { version_number: number }>("POST", `/reports/${report.id}/generate`, token, {
        async: false,
        ...body,
      });
    const first = await generate({});
    await generate({ limit: 1 });
    const rows = async (query: string) =>
      ((await (await previewOf(token, report, `?format=json${query}`)).json()) as { row_count: number })
        .row_count;
    expect(await rows("")).toBe(1);
    expect(await rows(`&version=${first.version_number}`)).toBe(4);
    await expectProblem(await previewOf(token, report, "?version=99"), "not_found");
    await expectProblem(await previewOf(token, report, "?format=pdf"), "validation_failed");
  });

  it("a run that was begun first and completed last is the newest version", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const generate = (body: object) =>
      succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["json"], async: false, ...body });
    const slow = await generate({});
    await generate({ limit: 1 });
    await shop.db.update(runs).set({ versionNumber: 50 }).where(eq(runs.id, slow.id));
    expect(await (await previewOf(token, report, "?format=json")).json()).toMatchObject({ row_count: 4 });
  });

  it("is 404 before anything, and 409 with Retry-After while the first run is under way", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    await expectProblem(await previewOf(token, report), "not_found");
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    await shop.db.update(runs).set({ status: "running", versionNumber: null }).where(eq(runs.id, run.id));
    const answer = await previewOf(token, report);
    expect(answer.headers.get("Retry-After")).toBe("1");
    await expectProblem(answer, "not_ready");
  });

  it("costs one round trip", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    await succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["html"], async: false });
    const answer = await previewOf(token, report);
    await answer.body?.cancel();
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=1 /);
  });
});
