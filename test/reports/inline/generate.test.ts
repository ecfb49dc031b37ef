import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { givenPrefix } from "../../../src/files/keys";
import { call, expectProblem, newWorkspace } from "../../support";
import { endedRun, type Made, succeed } from "../../support/product";

/** Seed 002's own request. */
const SEED = {
  title: "Monthly Sales Report",
  description: "Comprehensive sales analysis for Q1 2024",
  data: {
    period: "Q1 2024",
    sales_data: [
      { region: "North", product: "A", revenue: 1200.5, sold_on: "2024-01-31", order_id: "0042" },
      { region: "South", product: "B", revenue: 800, sold_on: "2024-02-29", order_id: "0043" },
    ],
    analytics: {
      growth: 0.12,
      by_month: [{ month: "2024-01-01", total: 1200.5 }],
      comment: "Sales rose. Costs fell.",
    },
  },
  config: { template: "business_report", include_charts: true, format: ["pdf", "docx", "excel"] },
};

type Section = {
  kind: string;
  name: string;
  title: string;
  data?: unknown[];
  figures?: Made[];
  text?: string;
  chart?: unknown;
};
type Answer = Made & {
  report_id: string;
  task_id: string;
  status: string;
  row_count: number;
  download_urls: Record<string, string>;
  run: Made & { status: string; formats: string[] };
  sections: Section[];
  data: unknown[];
};

const generate = (token: string, body: unknown) => succeed<Answer>("POST", "/reports/generate", token, body);
const refused = async (token: string, body: unknown) =>
  await expectProblem(await call("POST", "/api/v1/reports/generate", { token, body }), "validation_failed");

describe("POST /reports/generate (A12, seed 002)", () => {
  it("A14 A15 A20: answers in the seed's words and with the run, whose files come", async () => {
    const token = await newWorkspace().token("editor");
    const response = await call("POST", "/api/reports/generate", { token, body: SEED });
    expect(response.status).toBe(202);
    const made = (await response.json()) as Answer;
    expect(made).toMatchObject({ success: true, message: "Report generation started", status: "pending" });
    expect(Object.keys(made.download_urls)).toEqual(["pdf", "xlsx", "docx", "excel"]);
    expect(response.headers.get("Location")).toBe(`/api/v1/runs/${made.task_id}`);
    expect(made.run).toMatchObject({
      id: made.task_id,
      report_id: made.report_id,
      status: "queued",
      formats: ["pdf", "docx", "xlsx"],
    });
    expect(await endedRun(token, made.task_id)).toMatchObject({ status: "completed", version_number: 2 });
    for (const url of Object.values(made.download_urls)) {
      const file = await call("GET", new URL(url).pathname);
      expect(file.status).toBe(200);
      await file.body?.cancel();
    }
    const status = await succeed("GET", `/reports/${made.report_id}/status`, token);
    expect(status).toMatchObject({ task_state: "SUCCESS", task_id: made.task_id });
    const report = await succeed("GET", `/reports/${made.report_id}`, token);
    expect(report).toMatchObject({
      kind: "inline",
      name: SEED.title,
      description: SEED.description,
      config: SEED.config,
    });
  });

  it("A13 D4: with async false, gives each section with its rows, laid out by the template", async () => {
    const token = await newWorkspace().token("editor");
    const made = await generate(token, { ...SEED, async: false, config: { ...SEED.config, format: "json" } });
    expect(made).toMatchObject({
      success: true,
      status: "completed",
      row_count: 2,
      result_summary: { section_count: 5, has_chart: true, filter_count: 0, field_count: 9 },
      fields: ["region", "product", "revenue", "sold_on", "order_id"],
      config: { ...SEED.config, format: "json" },
    });
    expect(made.data).toEqual(SEED.data.sales_data);
    expect(made.sections.map(({ kind, title }) => [kind, title])).toEqual([
      ["figures", "Executive summary"],
      ["figures", "Analytics"],
      ["text", "Analytics: Comment"],
      ["table", "Sales data"],
      ["table", "Analytics: By month"],
    ]);
    expect(made.sections[0]?.figures).toMatchObject([{ name: "period", label: "Period", value: "Q1 2024" }]);
    expect(made.sections[3]).toMatchObject({
      fields: [
        {},
        {},
        { name: "revenue", type: "number" },
        { name: "sold_on", type: "date" },
        { name: "order_id", type: "string" },
      ],
      data: SEED.data.sales_data,
      chart: { type: "line" },
    });
  });

  it("a short request without a format gives PDF, DOCX and XLSX", async () => {
    const token = await newWorkspace().token("editor");
    const made = await generate(token, {
      title: "Test Report",
      data: { test: "data" },
      config: { template: "default" },
    });
    expect(made.run.formats).toEqual(["pdf", "docx", "xlsx"]);
    expect(await endedRun(token, made.task_id)).toMatchObject({ status: "completed" });
  });

  it("an empty list is a table that says so", async () => {
    const token = await newWorkspace().token("editor");
    const made = await generate(token, {
      title: "None",
      data: { sales: [] },
      config: { format: "html" },
      async: false,
    });
    expect(made).toMatchObject({ status: "completed", row_count: 0, data: [] });
    const html = await (await call("GET", `/api/v1/reports/${made.report_id}/preview`, { token })).text();
    expect(html).toContain("The list is empty.");
  });

  it("N14: long numbers come out digit by digit", async () => {
    const token = await newWorkspace().token("editor");
    const body =
      '{"title":"Ids","data":[{"id":12345678901234567890}],"config":{"format":"csv"},"async":false}';
    const made = await succeed<Answer>("POST", "/reports/generate", token, body, {
      "Content-Type": "application/json",
    });
    expect(made.data).toEqual([{ id: "12345678901234567890" }]);
  });

  it("markup in the data does nothing", async () => {
    const token = await newWorkspace().token("editor");
    const evil = '<img src=x onerror="alert(1)">';
    const made = await generate(token, {
      title: evil,
      data: { [evil]: [{ [evil]: evil }], text: `${evil}. ${evil}.` },
      config: { format: "html" },
      async: false,
    });
    const preview = await call("GET", `/api/v1/reports/${made.report_id}/preview`, { token });
    expect(preview.headers.get("Content-Security-Policy")).toMatch(/^sandbox/);
    expect(await preview.text()).not.toContain("<img");
  });

  it.each([
    ["no data", { title: "x" }, "data"],
    ["empty data", { title: "x", data: {} }, "data"],
    ["no title", { title: " ", data: { a: 1 } }, "title"],
    ["an unknown format", { title: "x", data: { a: 1 }, config: { format: ["pptx"] } }, "config.format.0"],
    ["an unknown setting", { title: "x", data: { a: 1 }, config: { colour: 1 } }, "config.colour"],
    [
      "an unusable locale",
      { title: "x", data: { a: 1 }, config: { locale: "not a locale" } },
      "config.locale",
    ],
  ])("%s is 422 and names it", async (_, body, field) => {
    const token = await newWorkspace().token("editor");
    expect(Object.keys((await refused(token, body)).errors ?? {})).toEqual([field]);
  });

  it("a misspelt key names the one that was meant, an unlike one all there are", async () => {
    const token = await newWorkspace().token("editor");
    const { errors } = await refused(token, {
      tittle: "x",
      title: "x",
      data: { a: 1 },
      config: { includeCharts: true, colour: 1 },
    });
    expect(errors).toEqual({
      tittle: ["is not known here. Did you mean title?"],
      "config.includeCharts": ["is not known here. Did you mean include_charts?"],
      "config.colour": [
        "is not known here. Keys: template, include_charts, format, formats, locale, time_zone",
      ],
    });
  });

  it("an unknown template is 422 and lists those there are", async () => {
    const token = await newWorkspace().token("editor");
    const { errors } = await refused(token, { title: "x", data: { a: 1 }, config: { template: "poster" } });
    expect(errors?.["config.template"]?.[0]).toContain("business_report, default");
  });

  it("data of 5 MB is taken, more is 413, before anything is kept", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token("editor");
    const row = { id: 1, text: "x".repeat(80) };
    const rows = (count: number) => ({
      title: "Big",
      data: Array.from({ length: count }, () => row),
      config: { format: "csv" },
    });
    const made = await generate(token, { ...rows(45_000), async: false });
    expect(made).toMatchObject({ status: "completed", row_count: 45_000 });
    expect(made.data.length).toBe(1_000);
    const answer = await call("POST", "/api/v1/reports/generate", { token, body: rows(55_000) });
    await expectProblem(answer, "too_large");
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 1 });
  });

  it("a document nested 100 deep is refused, and one of half a million values taken whole", async () => {
    const token = await newWorkspace().token("editor");
    const headers = { "Content-Type": "application/json" };
    const deep = `{"title":"x","data":${"[".repeat(100)}1${"]".repeat(100)}}`;
    await expectProblem(
      await call("POST", "/api/v1/reports/generate", { token, body: deep, headers }),
      "malformed_request",
    );
    const many = `{"title":"x","data":[${"7,".repeat(499_000)}7],"config":{"format":"csv"},"async":false}`;
    const made = await succeed<Answer>("POST", "/reports/generate", token, many, {
      ...headers,
      "Idempotency-Key": "many",
    });
    expect(made).toMatchObject({ status: "completed", row_count: 499_001 });
  });

  it("the same request with one Idempotency-Key makes one report", async () => {
    const token = await newWorkspace().token("editor");
    const headers = { "Idempotency-Key": "once" };
    const [first, second] = [
      await succeed<Answer>("POST", "/reports/generate", token, SEED, headers),
      await succeed<Answer>("POST", "/reports/generate", token, SEED, headers),
    ];
    expect(second.report_id).toBe(first.report_id);
    expect(await succeed("GET", "/reports?kind=inline", token)).toMatchObject({ total: 1 });
  });

  it("viewers may not, and it costs one round trip", async () => {
    const workspace = newWorkspace();
    const viewer = await workspace.token("viewer", "eve");
    await expectProblem(
      await call("POST", "/api/v1/reports/generate", { token: viewer, body: SEED }),
      "forbidden",
    );
    const token = await workspace.token("editor");
    const answer = await call("POST", "/api/v1/reports/generate", { token, body: SEED });
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=1 /);
  });
});

describe("later generations of the same data", () => {
  it("give other formats, another language, another template, without the data being sent again", async () => {
    const token = await newWorkspace().token("editor");
    const made = await generate(token, { ...SEED, config: { ...SEED.config, format: "json" }, async: false });
    const again = (body: Record<string, unknown>) =>
      succeed<Answer>("POST", `/reports/${made.report_id}/generate`, token, { async: false, ...body });
    expect(await again({})).toMatchObject({ id: made.id, cached: true });
    const german = await again({ formats: ["html"], locale: "de-DE" });
    expect(german).toMatchObject({ cached: false, row_count: 2, version_number: 3 });
    const html = await (await call("GET", `/api/v1/reports/${made.report_id}/preview`, { token })).text();
    expect(html).toContain("1.200,5");
    const plain = await again({ template: "default", include_charts: false });
    expect(plain.sections[0]?.title).toBe("Key figures");
    expect(plain.sections.every(({ chart }) => !chart)).toBe(true);
    const file = await call("GET", `/api/v1/reports/${made.report_id}/download/csv`, { token });
    expect(file.status).toBe(200);
    await file.body?.cancel();
  });

  it("take filters and a limit, and say which columns there are", async () => {
    const token = await newWorkspace().token("editor");
    const made = await generate(token, { ...SEED, async: false });
    const path = `/reports/${made.report_id}/generate`;
    const south = await succeed<Answer>("POST", path, token, { async: false, filters: { region: "South" } });
    expect(south).toMatchObject({
      row_count: 1,
      data: [{ region: "South" }],
      result_summary: { filter_count: 1 },
    });
    const one = await succeed<Answer>("POST", path, token, { async: false, limit: 1 });
    expect(one).toMatchObject({ row_count: 1, truncated: true });
    for (const filters of [{ colour: "red" }, { revenue: "high" }]) {
      const answer = await call("POST", `/api/v1${path}`, { token, body: { filters } });
      const { errors } = await expectProblem(answer, "validation_failed");
      expect(Object.keys(errors ?? {})).toEqual([`filters.${Object.keys(filters)[0]}`]);
    }
    const bad = await call("POST", `/api/v1${path}`, { token, body: { template: "poster" } });
    expect((await expectProblem(bad, "validation_failed")).errors?.template?.[0]).toContain(
      "business_report",
    );
  });

  it("say that the data is gone when it is", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token("editor");
    const made = await generate(token, { ...SEED, async: false });
    const { objects } = await env.BUCKET.list({ prefix: givenPrefix(workspace.id, made.report_id) });
    expect(objects.length).toBe(2);
    await env.BUCKET.delete(objects.map(({ key }) => key));
    const answer = await call("POST", `/api/v1/reports/${made.report_id}/generate`, {
      token,
      body: { force: true },
    });
    await expectProblem(answer, "gone");
  });
});
