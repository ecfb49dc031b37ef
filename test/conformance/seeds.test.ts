import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { type Caller, expectStatus } from "./harness/client";
import type { Generated, Run, Status } from "./harness/shapes";
import { ended, generateNow, makeReport, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** Requests of seeds 004 and 002 about reports over datasets; see seeds-000, -001 and -002 for the others. */

const classResults = () =>
  readFile(path.resolve(import.meta.dirname, "../../scripts/demo/class-results.csv"));

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

async function expectFile(caller: Caller, address: string, type: RegExp, content: RegExp) {
  const answer = await caller.get(address);
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(answer.headers.get("Content-Type")).toMatch(type);
  expect(answer.text).toMatch(content);
}
