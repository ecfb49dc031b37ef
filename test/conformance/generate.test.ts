import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import type { Generated, Page, Report, Run, Status } from "./harness/shapes";
import { ended, fileOf, generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

const CSV = "name,score,day\nAda,3,2026-01-01\nBob,1,2026-01-02\nCyd,2,2026-01-03\nDee,,2026-01-04\n";

describe("generate", () => {
  let caller: Caller;
  let report: Report;
  const generate = <T>(body?: unknown, headers: Record<string, string> = {}) =>
    caller.post<T>(`/reports/${report.id}/generate`, body, { headers });

  beforeAll(async () => {
    caller = newWorkspace().as("editor", "ada");
    const config = { sort_by: "score", sort_order: "desc", chart_type: "bar", formats: ["json"] };
    report = await makeReport(caller, await uploadReady(caller, CSV), config);
  });

  it("D4, B18, B27: async false answers the run with its rows and a Chart.js payload (seed 001)", async () => {
    const run = await generateNow(caller, report);
    expect(run).toMatchObject({
      report_name: report.name,
      config: report.config,
      fields: ["name", "score", "day"],
      row_count: 4,
      rows_returned: 4,
      rows_total: 4,
      truncated: false,
      generated_by: "ada",
      result_summary: { field_count: 3, has_chart: true, filter_count: 0, section_count: 1 },
    });
    expect(run.data).toEqual([
      { name: "Ada", score: 3, day: "2026-01-01" },
      { name: "Cyd", score: 2, day: "2026-01-03" },
      { name: "Bob", score: 1, day: "2026-01-02" },
      { name: "Dee", score: null, day: "2026-01-04" },
    ]);
    expect(run.chart).toMatchObject({
      type: "bar",
      labels: ["Ada", "Cyd", "Bob", "Dee"],
      datasets: [{ label: "score", data: [3, 2, 1, null], borderWidth: 1 }],
    });
    expect(run.generated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("D4: Prefer: wait=N waits as well (RFC 7240), and wait=0 does not", async () => {
    const waited = expectStatus(await generate<Generated>({}, { Prefer: "respond-async, wait=30" }), 200);
    expect(waited).toMatchObject({ status: "completed", row_count: 4 });
    const started = expectStatus(await generate<Run>({}, { Prefer: "wait=0" }), 202);
    expect((await ended(caller, started.id)).status).toBe("completed");
  });

  it("A14: `both`, `excel` and `word` are names of formats; each format is made once", async () => {
    const both = await generateNow(caller, report, { format: "both" });
    expect(both.files.map(({ format }) => format)).toEqual(["html", "pdf"]);
    const older = await generateNow(caller, report, { formats: ["excel", "xlsx", "Word"] });
    expect(older.formats).toEqual(["xlsx", "docx"]);
    expect(older.files).toHaveLength(2);
  });

  it("C9: without formats, those of the config are made, and JSON when it names none", async () => {
    const bare = await makeReport(caller, await uploadReady(caller, CSV));
    expect((await generateNow(caller, bare)).formats).toEqual(["json"]);
    const named = await makeReport(caller, await uploadReady(caller, CSV), { formats: ["csv", "html"] });
    expect((await generateNow(caller, named)).formats).toEqual(["csv", "html"]);
  });

  it("B9, B16: filters and limit of the request are added to the config's, which stays as it was", async () => {
    const run = await generateNow(caller, report, { filters: { score: { gte: 2 } }, limit: 1 });
    expect(run.data).toEqual([{ name: "Ada", score: 3, day: "2026-01-01" }]);
    const kept = await caller.get<Report>(`/reports/${report.id}`);
    expect(kept.body.config).toEqual(report.config);
  });

  it("U1, N1: a limit that cuts is said in the run and in each file", async () => {
    const run = await generateNow(caller, report, { limit: 2, formats: ["json", "csv", "html"] });
    expect(run).toMatchObject({ rows_returned: 2, rows_total: 4, truncated: true, row_count: 2 });
    for (const file of run.files)
      expect(file).toMatchObject({ rows_written: 2, rows_total: 4, truncated: true });
    const json = JSON.parse((await fileOf(run, "json")).toString());
    expect(json).toMatchObject({
      truncated: true,
      sections: [{ rows_written: 2, rows_total: 4, truncated: true }],
    });
    for (const format of ["html", "csv"] as const) {
      expect((await fileOf(run, format)).toString(), format).toMatch(/\b2 of 4 rows\b/);
    }
  });

  it("E7: on_limit fail refuses instead of cutting, with a reason", async () => {
    const strict = await makeReport(caller, await uploadReady(caller, CSV), { limit: 2, on_limit: "fail" });
    const run = await ended(caller, (await startRun(caller, strict)).id);
    expect(run).toMatchObject({ status: "failed", reason: "limit_exceeded", error: { retryable: false } });
    expect(run.files).toEqual([]);
    const status = expectStatus(await caller.get<Status>(`/reports/${strict.id}/status`), 200);
    expect(status).toMatchObject({ task_state: "FAILURE", message: run.error?.message });
  });

  it("E9: an empty result is a complete report that says so", async () => {
    const run = await generateNow(caller, report, {
      filters: { name: "Nobody" },
      formats: ["json", "csv", "html", "pdf", "xlsx", "docx"],
    });
    expect(run).toMatchObject({ rows_returned: 0, rows_total: 0, truncated: false, data: [] });
    expect((await fileOf(run, "csv")).toString()).toBe("\ufeffname,score,day\r\n");
    for (const { format, size_bytes } of run.files)
      expect((await fileOf(run, format)).length, format).toBe(size_bytes);
  });

  it("E12: rows added later are in later runs only; each version keeps its own", async () => {
    const dataset = await uploadReady(caller, "n\n1\n");
    const counted = await makeReport(caller, dataset, { formats: ["csv"] });
    const first = await generateNow(caller, counted);
    await caller.post(`/datasets/${dataset.id}/rows`, [{ n: 2 }]);
    const second = await generateNow(caller, counted);
    expect([first.row_count, second.row_count]).toEqual([1, 2]);
    expect(second.version_number).toBe((first.version_number ?? 0) + 1);
    const at = (version: number | null) =>
      caller.get(`/reports/${counted.id}/download/csv?version=${version}`);
    expect((await at(first.version_number)).text).toBe("\ufeffn\r\n1\r\n");
    expect((await at(second.version_number)).text).toBe("\ufeffn\r\n1\r\n2\r\n");
  });

  it("A21, A22, A23, D23, F26: history is in executions, in the detail, in the list and in /runs", async () => {
    const own = await makeReport(caller, await uploadReady(caller, CSV));
    const ids = [(await generateNow(caller, own)).id, (await generateNow(caller, own, { force: true })).id];
    const executions = expectStatus(await caller.get(`/reports/${own.id}/executions?limit=1`), 200);
    expect(executions).toMatchObject({
      report_id: own.id,
      report_name: own.name,
      total_executions: 2,
      executions: [
        {
          id: ids[1],
          status: "completed",
          rows_returned: 4,
          executed_by: "ada",
          result_summary: { field_count: 3, has_chart: false },
        },
      ],
    });
    const detail = expectStatus(await caller.get(`/reports/${own.id}`), 200);
    expect(detail).toMatchObject({
      last_execution: { rows_returned: 4, status: "completed" },
      execution_history: [{ id: ids[1] }, { id: ids[0] }],
    });
    const list = expectStatus(await caller.get<Page<{ id: string }>>("/reports?page_size=100"), 200);
    expect(list.items.find(({ id }) => id === own.id)).toMatchObject({
      last_execution: { rows_returned: 4 },
      last_generated_by: "ada",
    });
    const runs = expectStatus(await caller.get<Page<Run>>(`/runs?report_id=${own.id}&status=completed`), 200);
    expect(runs.items.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(runs.total).toBe(2);
  });

  it("422 names the field for an unknown format, limit, filter and member", async () => {
    const cases: [unknown, string[]][] = [
      [{ formats: ["rtf"] }, ["formats.0"]],
      [{ format: "rtf" }, ["format"]],
      [{ formats: [] }, ["formats"]],
      [{ limit: 0 }, ["limit"]],
      [{ limit: -1 }, ["limit"]],
      [{ limit: 1.5 }, ["limit"]],
      [{ async: "no" }, ["async"]],
      [{ colour: "red" }, ["colour"]],
    ];
    for (const [body, fields] of cases) expectProblem(await generate(body), 422, "validation_failed", fields);
  });

  it("422 for a filter that the data cannot answer, before any run is made", async () => {
    const runsBefore = (await caller.get<Page<Run>>("/runs")).body.total;
    for (const filters of [
      { nobody: 1 },
      { score: "many" },
      { score: { like: 1 } },
      { day: "soon" },
      { day: { contains: "2026" } },
    ]) {
      const [name] = Object.keys(filters);
      expectProblem(await generate({ filters }), 422, "validation_failed", [`filters.${name}`]);
    }
    expect((await caller.get<Page<Run>>("/runs")).body.total).toBe(runsBefore);
  });
});
