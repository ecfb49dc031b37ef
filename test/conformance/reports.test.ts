import { expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import type { Dataset, Page, Report } from "./harness/shapes";
import { generateNow, makeReport, readData, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

const stocks = async (caller: Caller): Promise<Dataset> =>
  uploadReady(caller, await readData("real/stocks.csv"), { name: "Stocks" });

it("A3, A4, B8, B29, B30: a created report has its place, its owner and what its config may name", async () => {
  const workspace = newWorkspace();
  const caller = workspace.as("editor", "ada");
  const dataset = await stocks(caller);
  const config = {
    dataset: dataset.id,
    fields: ["symbol", { field: "price", label: "Close", format: "currency:USD" }],
    filters: { symbol: "MSFT" },
    sort_by: "symbol",
    limit: 5,
  };
  const answer = await caller.post<Report>("/reports", { name: "Prices", description: "By symbol", config });
  const report = expectStatus(answer, 201);
  expect(answer.headers.get("Location")).toBe(`/api/v1/reports/${report.id}`);
  expect(report).toMatchObject({
    id: expect.stringMatching(/^rep_/),
    workspace_id: workspace.id,
    kind: "built",
    status: "draft",
    visibility: "private",
    name: "Prices",
    description: "By symbol",
    created_by: "ada",
    created_by_name: `ada of ${workspace.id}`,
    is_shared: false,
    shared_count: 0,
    last_execution: null,
    config,
  });
  const detail = expectStatus(await caller.get<Report>(`/reports/${report.id}`), 200);
  expect(detail).toMatchObject({
    ...report,
    shared_with_list: [],
    execution_history: [],
    available_fields: {
      options: {
        Stocks: [
          { name: "symbol", type: "string" },
          { name: "date", type: "date" },
          { name: "price", type: "number" },
        ],
      },
    },
  });
  expect(
    Object.keys((detail as unknown as { available_filters: { options: object } }).available_filters.options),
  ).toEqual(expect.arrayContaining(["symbol", "date", "price"]));
  const run = await generateNow(caller, report);
  expect(run.fields).toEqual(["symbol", "price"]);
});

it("A5, A6: PUT replaces the whole, PATCH and a PUT without the config change what they name", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await stocks(caller);
  const report = await makeReport(
    caller,
    dataset,
    { chart_type: "bar" },
    { name: "One", description: "First" },
  );
  const patched = expectStatus(
    await caller.patch<Report>(`/reports/${report.id}`, { name: "Two", status: "active" }),
    200,
  );
  expect(patched).toMatchObject({
    name: "Two",
    description: "First",
    status: "active",
    config: report.config,
  });
  expect(Date.parse(patched.updated_at)).toBeGreaterThanOrEqual(Date.parse(report.updated_at));
  const config = { dataset: dataset.id, fields: ["price"] };
  const put = expectStatus(await caller.put<Report>(`/reports/${report.id}`, { name: "Three", config }), 200);
  expect(put).toMatchObject({ name: "Three", description: null, status: "draft", config });
  const part = await caller.put<Report>(`/reports/${report.id}`, { name: "Four", status: "active" });
  expect(expectStatus(part, 200), "seed 000: without the config it changes what it names").toMatchObject({
    name: "Four",
    status: "active",
    config,
  });
  expectProblem(await caller.patch(`/reports/${report.id}`, { status: "lost" }), 422, "validation_failed", [
    "status",
  ]);
  expectProblem(
    await caller.patch(`/reports/${report.id}`, { config: { ...config, sort_by: "symbol" } }),
    422,
    "validation_failed",
    ["config.sort_by"],
  );
  expect((await caller.get<Report>(`/reports/${report.id}`)).body).toMatchObject({ name: "Four", config });
});

it("E27: ETag and If-Match keep two editors from overwriting each other", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await stocks(caller));
  const read = await caller.get<Report>(`/reports/${report.id}`);
  const etag = read.headers.get("ETag") ?? "";
  expect(etag).toMatch(/^"[^"]+"$/);
  expect((await caller.get(`/reports/${report.id}`, { headers: { "If-None-Match": etag } })).status).toBe(
    304,
  );
  const mine = { headers: { "If-Match": etag } };
  expectStatus(await caller.patch(`/reports/${report.id}`, { name: "Mine" }, mine), 200);
  for (const late of [
    await caller.patch(`/reports/${report.id}`, { name: "Theirs" }, mine),
    await caller.put(`/reports/${report.id}`, { name: "Theirs", config: report.config }, mine),
    await caller.delete(`/reports/${report.id}`, mine),
  ]) {
    expectProblem(late, 412, "precondition_failed");
  }
  const now = await caller.get<Report>(`/reports/${report.id}`, { headers: { "If-None-Match": etag } });
  expect(expectStatus(now, 200).name).toBe("Mine");
});

it("A8, A10: a deleted report is gone from everywhere, and comes back", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await stocks(caller));
  const run = await generateNow(caller, report);
  expectStatus(await caller.delete(`/reports/${report.id}`), 204);
  for (const path of ["", "/status", "/executions", "/preview", "/download/csv"]) {
    expectProblem(await caller.get(`/reports/${report.id}${path}`), 404, "not_found");
  }
  expectProblem(await caller.get(`/runs/${run.id}`), 404, "not_found");
  expectProblem(await caller.post(`/reports/${report.id}/generate`, {}), 404, "not_found");
  expectProblem(await caller.delete(`/reports/${report.id}`), 404, "not_found");
  expect((await caller.get<Page<Report>>("/reports")).body.total).toBe(0);
  expect((await caller.get<Page<unknown>>("/runs")).body.total).toBe(0);
  expect(expectStatus(await caller.post<Report>(`/reports/${report.id}/restore`), 200).id).toBe(report.id);
  expect((await caller.get<Report>(`/reports/${report.id}`)).body.name).toBe(report.name);
});

it("F7, F8, F9, F10: lists are filtered, searched and ordered", async () => {
  const workspace = newWorkspace();
  const [admin, ada, bob] = [
    workspace.as("admin"),
    workspace.as("editor", "ada"),
    workspace.as("editor", "bob"),
  ];
  const dataset = await stocks(ada);
  const made = {
    apples: await makeReport(ada, dataset, {}, { name: "Apples", description: "of 2026", status: "active" }),
    pears: await makeReport(
      ada,
      dataset,
      {},
      { name: "Pears", description: "100% _real_", status: "archived" },
    ),
    zebras: await makeReport(bob, dataset, {}, { name: "zebras", description: "Äpfel für Zoé" }),
  };
  const names = async (query: string, caller = admin) => {
    const page = expectStatus(await caller.get<Page<Report>>(`/reports?${query}`), 200);
    expect(page.total).toBe(page.items.length);
    return page.items.map(({ name }) => name);
  };
  expect(await names("")).toEqual(["zebras", "Pears", "Apples"]);
  expect(await names("ordering=created_at")).toEqual(["Apples", "Pears", "zebras"]);
  expect(await names("ordering=-name")).toEqual(["zebras", "Pears", "Apples"]);
  expect(await names("status=active")).toEqual(["Apples"]);
  expect(await names("created_by=bob")).toEqual(["zebras"]);
  expect(await names("is_shared=true")).toEqual([]);
  expect(await names("kind=built&status=draft")).toEqual(["zebras"]);
  expect(await names("search=apple")).toEqual(["Apples"]);
  expect(await names(`search=${encodeURIComponent("Äpfel")}`)).toEqual(["zebras"]);
  expect(await names(`search=${encodeURIComponent("100%")}`)).toEqual(["Pears"]);
  expect(await names("search=_")).toEqual(["Pears"]);
  expect(await names("search=%25real")).toEqual([]);
  expect(await names("", bob)).toEqual(["zebras"]);
  expectStatus(await ada.patch(`/reports/${made.apples.id}`, { description: "of 2027" }), 200);
  expect((await names("ordering=-updated_at"))[0]).toBe("Apples");
});

it("B1, B2: names and descriptions keep any text, up to their length", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await stocks(caller);
  const name = "Robert'); DROP TABLE reports;-- 报表 🎉 <b>&amp;";
  const report = await makeReport(
    caller,
    dataset,
    {},
    { name: `  ${name}  `, description: "d".repeat(1_000) },
  );
  expect(report.name).toBe(name);
  expect((await caller.get<Report>(`/reports/${report.id}`)).body.name).toBe(name);
  const long = await makeReport(caller, dataset, {}, { name: "n".repeat(255) });
  expect(long.name).toHaveLength(255);
});
