import { expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { readPdf, readXlsx } from "./harness/readers";
import type { Run, Status } from "./harness/shapes";
import { ended, fileOf } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** Seed 002, reports from data that come with the request: generate, status, preview, edit, download. */

const SALES = [
  { region: "North", quarter: "Q1", revenue: 120_500.5, orders: 320 },
  { region: "South", quarter: "Q1", revenue: 98_250, orders: 280 },
  { region: "West", quarter: "Q1", revenue: 143_000.25, orders: 401 },
];

/** The documented body; its `[...]` and `{...}` filled in. */
const BODY = {
  title: "Monthly Sales Report",
  description: "Comprehensive sales analysis for Q1 2024",
  data: {
    period: "Q1 2024",
    sales_data: SALES,
    analytics: { total_revenue: 361_750.75, growth: 0.12, best_region: "West" },
  },
  config: { template: "business_report", include_charts: true, format: ["pdf", "docx", "excel"] },
};

interface Started {
  readonly success: boolean;
  readonly message: string;
  readonly report_id: string;
  readonly status: string;
  readonly download_urls: Record<string, string>;
  readonly run: Run;
}

const at = (caller: Caller, suffix: string) => `${caller.origin}/api/reports/${suffix}`;

async function generated(caller: Caller, body: object = BODY) {
  const started = expectStatus(await caller.post<Started>(at(caller, "generate"), body), 202);
  const run = await ended(caller, started.run.id);
  expect(run, JSON.stringify(run.error)).toMatchObject({ status: "completed" });
  return { started, run };
}

it("A12 A14 A20 B17: generate from data in one call, in three formats", async () => {
  const caller = newWorkspace().as("editor");
  const { started, run } = await generated(caller);
  expect(started).toMatchObject({
    success: true,
    message: "Report generation started",
    status: "pending",
    report_id: expect.stringMatching(/^rep_/),
  });
  expect(Object.keys(started.download_urls)).toEqual(expect.arrayContaining(["pdf", "docx", "excel"]));
  for (const url of Object.values(started.download_urls)) expect((await fetch(url)).status).toBe(200);
  const pdf = (await readPdf(await fileOf(run, "pdf"))).pages.join(" ");
  for (const words of ["Monthly Sales Report", "Q1 2024", "North", "West"]) expect(pdf).toContain(words);
  const book = readXlsx(await fileOf(run, "xlsx"));
  const cells = JSON.stringify(book.sheetNames.map((name) => book.sheet(name)));
  for (const { region, revenue } of SALES) {
    expect(cells).toContain(region);
    expect(cells).toContain(String(revenue));
  }
});

it("A16 A17 A19: status, preview and downloads at their addresses", async () => {
  const caller = newWorkspace().as("editor");
  const { started } = await generated(caller);
  const id = started.report_id;
  const status = expectStatus(await caller.get<Status>(at(caller, `${id}/status`)), 200);
  expect(status).toMatchObject({ report_id: id, task_state: "SUCCESS" });
  const preview = await caller.get(at(caller, `${id}/preview`));
  expect(preview.headers.get("Content-Type")).toMatch(/^text\/html/);
  expect(preview.text).toContain("North");
  for (const [name, start] of Object.entries({ pdf: "%PDF-", docx: "PK", excel: "PK" })) {
    const file = await caller.get(at(caller, `${id}/download/${name}`));
    expect([file.status, file.text.startsWith(start)], name).toEqual([200, true]);
  }
});

it("A18: edited data become a new version with its files; the former version stays", async () => {
  const caller = newWorkspace().as("editor");
  const { started } = await generated(caller);
  const id = started.report_id;
  const edited = { ...BODY.data, sales_data: [{ region: "East", quarter: "Q2", revenue: 7, orders: 1 }] };
  const answer = expectStatus(
    await caller.put<Run>(at(caller, `${id}/edit`), { generated_data: edited }),
    202,
  );
  const run = await ended(caller, answer.id);
  expect(run.version_number).toBe(3);
  const preview = async (query = "") => (await caller.get(at(caller, `${id}/preview${query}`))).text;
  expect(await preview()).toContain("East");
  expect(await preview()).not.toContain("North");
  expect(await preview("?version=2")).toContain("North");
  const versions = expectStatus(
    await caller.get<{ items: { change_type: string }[] }>(`/reports/${id}/versions`),
    200,
  );
  expect(versions.items.map(({ change_type }) => change_type)).toEqual(["edit", "generate", "create"]);
});

it("the documented edit body, whatever it holds, becomes the report's data", async () => {
  const caller = newWorkspace().as("editor");
  const { started } = await generated(caller);
  const edit = await caller.put<Run>(at(caller, `${started.report_id}/edit`), {
    generated_data: { updated_data: "..." },
  });
  await ended(caller, expectStatus(edit, 202).id);
  expect((await caller.get(at(caller, `${started.report_id}/preview`))).text).toContain("...");
});

it("the documented test request, with the default template", async () => {
  const caller = newWorkspace().as("editor");
  const { run } = await generated(caller, {
    title: "Test Report",
    data: { test: "data" },
    config: { template: "default" },
  });
  expect(run.files.length).toBeGreaterThan(0);
  for (const { format } of run.files) expect((await fileOf(run, format)).length).toBeGreaterThan(0);
});

it("refuses what it cannot lay out, and who may not create", async () => {
  const workspace = newWorkspace();
  const caller = workspace.as("editor");
  const post = (body: object, by = caller) => by.post(at(by, "generate"), body);
  expectProblem(await post({ ...BODY, config: { template: "no such" } }), 422, "validation_failed", [
    "config.template",
  ]);
  expectProblem(await post({ ...BODY, config: { format: ["pptx"] } }), 422, "validation_failed", [
    "config.format.0",
  ]);
  expectProblem(await post({ data: {} }), 422, "validation_failed", ["title"]);
  expectProblem(await post(BODY, workspace.as("viewer")), 403, "forbidden");
});
