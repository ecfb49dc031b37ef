import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { type Caller, expectStatus } from "./harness/client";
import type { Generated, Page, Report, Run, Status } from "./harness/shapes";
import { ended, generateNow, makeReport, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** Requests of the documents that the product was asked for in, as they stand there. */

const classResults = () =>
  readFile(path.resolve(import.meta.dirname, "../../scripts/demo/class-results.csv"));

/** Speaks like seed 001: its prefix, its trailing slashes, `Token` for `Bearer`. */
function teacher() {
  const caller = newWorkspace().as("editor", "teacher");
  const options = { headers: { Authorization: `Token ${caller.token}` } };
  const at = (suffix: string) => `${caller.origin}/api/reports/custom-reports/${suffix}`;
  return {
    caller,
    get: <T>(suffix: string) => caller.get<T>(at(suffix), options),
    post: <T>(suffix: string, body?: unknown) => caller.post<T>(at(suffix), body, options),
    patch: <T>(suffix: string, body: unknown) => caller.patch<T>(at(suffix), body, options),
    delete: (suffix: string) => caller.delete(at(suffix), options),
  };
}

it("seed 001, example 1: create and generate a student grades report", async () => {
  const api = teacher();
  await uploadReady(api.caller, await classResults());
  const created = await api.post<Report>("", {
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
  const done = expectStatus(await api.post<Generated>(`${id}/generate/`, { async: false }), 200);
  expect(done).toMatchObject({
    report_name: "Grade Overview",
    description: "All student grades",
    fields: ["student_name", "grade", "submission_count"],
    row_count: 240,
  });
  expect(done.config).toMatchObject({ chart_type: "bar", filters: {} });
  expect(Object.keys(done.data[0] ?? {})).toEqual(["student_name", "grade", "submission_count"]);
  const grades = done.data.flatMap(({ grade }) => (typeof grade === "number" ? [grade] : []));
  expect(grades).toEqual(grades.toSorted((a, b) => b - a));
  expect(done.chart).toMatchObject({ type: "bar" });
  expect(done.chart?.datasets[0]).toMatchObject({
    data: grades.slice(0, 50),
    backgroundColor: "rgba(75, 192, 192, 0.6)",
    borderColor: "rgba(75, 192, 192, 1)",
    borderWidth: 1,
  });
  expect(done.chart?.labels.length).toBeLessThanOrEqual(50);
});

it("seed 001: list, detail, PATCH, executions, soft delete and restore", async () => {
  const api = teacher();
  const { caller } = api;
  const report = await makeReport(
    caller,
    await uploadReady(caller, await classResults()),
    {},
    { name: "Class Progress Report" },
  );
  await generateNow(caller, report);
  const list = await api.get<Page<Report>>(
    "?status=draft&is_shared=false&created_by=teacher&search=progress&ordering=created_at",
  );
  expect(expectStatus(list, 200)).toMatchObject({
    total: 1,
    items: [
      {
        id: report.id,
        created_by: "teacher",
        is_shared: false,
        shared_count: 0,
        last_execution: { rows_returned: 240 },
      },
    ],
  });
  const config = { ...report.config, chart_type: "line", fields: ["student_name", "grade"], filters: {} };
  const patched = await api.patch<Report>(`${report.id}/`, {
    name: "Updated Report Name",
    description: "Updated description",
    config,
    status: "active",
  });
  expect(expectStatus(patched, 200)).toMatchObject({
    name: "Updated Report Name",
    status: "active",
    config: { chart_type: "line" },
  });
  expect(expectStatus(await api.get(`${report.id}/`), 200)).toMatchObject({
    shared_with_list: [],
    execution_history: [
      { executed_by: "teacher", rows_returned: 240, result_summary: { has_chart: false, filter_count: 0 } },
    ],
    available_fields: { description: expect.any(String), options: expect.any(Object) },
    available_filters: { description: expect.any(String), options: expect.any(Object) },
  });
  expect(expectStatus(await api.get(`${report.id}/executions/?limit=20`), 200)).toMatchObject({
    report_id: report.id,
    total_executions: 1,
  });
  expectStatus(await api.delete(`${report.id}/`), 204);
  expectStatus(await api.get(`${report.id}/`), 404);
  expect(expectStatus(await api.post<Report>(`${report.id}/restore/`), 200).id).toBe(report.id);
});

it("seed 004: generate both, poll the status, download html and pdf", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, await classResults()));
  const run = expectStatus(
    await caller.post<Run>(`/reports/${report.id}/generate/`, { format: "both", async: true }),
    202,
  );
  expect(run).toMatchObject({ report_id: report.id, task_id: run.id });
  expect(run.status_url).toContain(`/api/v1/reports/${report.id}/status`);
  await ended(caller, run.id);
  const status = expectStatus(
    await caller.get<Status & Record<string, unknown>>(
      `/reports/${report.id}/status/?task_id=${run.task_id}`,
    ),
    200,
  );
  expect(status).toMatchObject({
    task_id: run.id,
    task_state: "SUCCESS",
    report_data: { created_at: expect.any(String) },
  });
  expect(Number(status.processing_duration_seconds)).toBeGreaterThanOrEqual(0);
  expect(Date.parse(String(status.processing_completed_at))).toBeGreaterThanOrEqual(
    Date.parse(String(status.processing_started_at)),
  );
  await expectFile(caller, `/reports/${report.id}/download/html/`, /^text\/html/, /^<!doctype html>/i);
  await expectFile(caller, `/reports/${report.id}/download/pdf/`, /^application\/pdf$/, /^%PDF-/);
  for (const url of [status.html_url, status.pdf_url]) expect((await fetch(url ?? "")).status).toBe(200);

  const sync = expectStatus(
    await caller.post<Generated>(`/reports/${report.id}/generate/`, { format: "both", async: false }),
    200,
  );
  expect(Object.keys(sync.download_urls).toSorted()).toEqual(["html", "pdf"]);
});

it("seed 002: preview, then pdf, docx and excel at their old addresses", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, await classResults()));
  await generateNow(caller, report, { formats: ["pdf", "docx", "excel"] });
  const at = (suffix: string) => `${caller.origin}/api/reports/${report.id}/${suffix}`;
  expectStatus(await caller.get(at("status")), 200);
  await expectFile(caller, at("preview"), /^text\/html/, /<table>/);
  await expectFile(caller, at("download/pdf"), /^application\/pdf$/, /^%PDF-/);
  await expectFile(caller, at("download/docx"), /wordprocessingml/, /^PK/);
  await expectFile(caller, at("download/excel"), /spreadsheetml/, /^PK/);
});

it("seed 000: skip and limit page the list", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a\n1\n");
  for (const name of ["First", "Second", "Third"]) await makeReport(caller, dataset, {}, { name });
  const page = expectStatus(await caller.get<Page<Report>>("/reports/?skip=1&limit=1"), 200);
  expect(page).toMatchObject({ total: 3, items: [{ name: "Second" }] });
});

async function expectFile(caller: Caller, address: string, type: RegExp, content: RegExp) {
  const answer = await caller.get(address);
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(answer.headers.get("Content-Type")).toMatch(type);
  expect(answer.text).toMatch(content);
}
