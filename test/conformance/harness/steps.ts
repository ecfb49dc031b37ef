import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { type Caller, expectStatus, steadyFetch } from "./client";
import { type Dataset, FORMATS, type Format, type Generated, type Report, type Run } from "./shapes";
import { until } from "./until";

/** Steps of the main job, as any client would take them. */

export const dataFile = (name: string) => path.resolve(import.meta.dirname, "../../data", name);
export const readData = (name: string) => readFile(dataFile(name));

/** Uploads a table as the bare body and waits until it is read, well or badly. */
export async function upload(
  caller: Caller,
  content: string | Uint8Array<ArrayBuffer>,
  options: Readonly<Record<string, string>> = {},
): Promise<Dataset> {
  const query = new URLSearchParams({ name: "Table", ...options });
  const headers = { "Content-Type": "text/csv" };
  const answer = await caller.post<Dataset>(`/datasets/upload?${query}`, content, { headers });
  return imported(caller, expectStatus(answer, 202).id);
}

/** Waits until the dataset is `ready` or `failed`. */
export const imported = (caller: Caller, id: string): Promise<Dataset> =>
  until(
    async () => expectStatus(await caller.get<Dataset>(`/datasets/${id}`), 200),
    ({ status }) => status === "ready" || status === "failed",
  );

/** The same for a table that must be readable. */
export async function uploadReady(...given: Parameters<typeof upload>): Promise<Dataset> {
  const dataset = await upload(...given);
  expect(dataset.status, JSON.stringify(dataset.error)).toBe("ready");
  return dataset;
}

/** Defines a report over a dataset: all of its fields unless the config chooses. */
export async function makeReport(
  caller: Caller,
  dataset: Dataset,
  config: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Report> {
  const fields = dataset.fields.map(({ name }) => name);
  const body = { name: "Report", config: { dataset: dataset.id, fields, ...config }, ...more };
  return expectStatus(await caller.post<Report>("/reports", body), 201);
}

/** Generates and waits in the one request. */
export async function generateNow(
  caller: Caller,
  report: Report,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Generated> {
  const answer = await caller.post<Generated>(`/reports/${report.id}/generate`, { async: false, ...body });
  const run = expectStatus(answer, 200);
  expect(run, JSON.stringify(run.error)).toMatchObject({ status: "completed", error: null });
  return run;
}

/** Starts a generation in the background. */
export async function startRun(
  caller: Caller,
  report: Report,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Run> {
  return expectStatus(await caller.post<Run>(`/reports/${report.id}/generate`, body), 202);
}

const LARGE = `id,name,day,value\n${Array.from({ length: 20_000 }, (_, n) => `${n},Name ${n},2026-01-01,${n / 8}`).join("\n")}\n`;

/** Starts a generation that takes seconds: six files of a table of 20,000 rows, shown so many times. */
export async function startLongRun(caller: Caller, times = 20): Promise<{ report: Report; run: Run }> {
  const { id: dataset } = await uploadReady(caller, LARGE);
  const sections = Array.from({ length: times }, (_, n) => ({
    title: `Part ${n}`,
    dataset,
    fields: ["id", "name", "day", "value"],
  }));
  const body = { name: "Long", config: { sections } };
  const report = expectStatus(await caller.post<Report>("/reports", body), 201);
  return { report, run: await startRun(caller, report, { formats: FORMATS }) };
}

const TERMINAL = ["completed", "failed", "cancelled", "expired"];

/** Polls a run until it has ended, however. */
export const ended = (caller: Caller, runId: string, deadlineMs?: number): Promise<Run> =>
  until(
    async () => expectStatus(await caller.get<Run>(`/runs/${runId}`), 200),
    ({ status }) => TERMINAL.includes(status),
    { ...(deadlineMs !== undefined && { deadlineMs }) },
  );

/** The bytes behind a signed link, fetched without a token. */
export async function fileOf(run: Run, format: Format): Promise<Buffer> {
  const response = await steadyFetch(run.download_urls[format] ?? "");
  expect(response.status, await (response.ok ? "" : response.text())).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}
