import { afterAll, expect, it } from "vitest";
import { expectStatus } from "./harness/client";
import { readCsv } from "./harness/readers";
import { freePort, type Server, startServer, temporaryStateDir } from "./harness/server";
import type { Dataset, Page, Row, Run } from "./harness/shapes";
import { fileOf, generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace } from "./harness/workspace";

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** What the clock would do each minute. */
const tick = ({ origin }: Server) => fetch(`${origin}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`);

it("U8, D12: after a power cut, a run and an import that were under way are taken up again and end", async () => {
  const { stateDir, remove } = await temporaryStateDir();
  const options = {
    stateDir,
    env: { PORT: String(await freePort()), LEASE_SECONDS: "2", RETRY_BASE_SECONDS: "1" },
  };
  const first = await startServer(options);
  cleanups.push(() => first.stop());
  const caller = newWorkspace(first.origin).as("editor");

  const rows = Array.from({ length: 60_000 }, (_, n) => `${n},Name ${n},${n / 8}`);
  const csv = `id,name,value\n${rows.join("\n")}\n`;
  const report = await makeReport(caller, await uploadReady(caller, csv));
  const run = await startRun(caller, report, { formats: ["docx", "pdf", "xlsx", "html", "json", "csv"] });
  const running = await until(
    async () => (await caller.get<Run>(`/runs/${run.id}`)).body,
    ({ status }) => status !== "queued",
    { everyMs: 5 },
  );
  const half = await caller.post<Dataset>("/datasets/upload?name=Half", csv, {
    headers: { "Content-Type": "text/csv" },
  });
  await first.kill();
  expect(running.status).toBe("running");

  const second = await startServer(options);
  cleanups.unshift(() => second.stop(), remove);
  const found = expectStatus(await caller.get<Dataset>(`/datasets/${half.body.id}`), 200);
  if (found.status !== "ready") {
    expect((await caller.get<Page<Row>>(`/datasets/${half.body.id}/rows`)).body).toMatchObject({
      total: 0,
      items: [],
    });
  }

  const ended = await until(
    async () => {
      await tick(second);
      return (await caller.get<Run>(`/runs/${run.id}`)).body;
    },
    ({ status }) => ["completed", "failed"].includes(status),
    { everyMs: 500, deadlineMs: 100_000 },
  );
  expect(ended).toMatchObject({ id: run.id, status: "completed", rows_returned: 60_000, truncated: false });
  expect(ended.attempt).toBeGreaterThan(1);
  expect(ended.files.map(({ format }) => format)).toEqual(run.formats);
  const [, ...written] = readCsv(await fileOf(ended, "csv"));
  expect(written).toHaveLength(60_000);
  expect(written.at(-1)).toEqual(["59999", "Name 59999", "7499.875"]);

  const imported = await until(
    async () => {
      await tick(second);
      return (await caller.get<Dataset>(`/datasets/${half.body.id}`)).body;
    },
    ({ status }) => ["ready", "failed"].includes(status),
    { everyMs: 500, deadlineMs: 60_000 },
  );
  expect(imported).toMatchObject({ status: "ready", row_count: 60_000, rows_failed: 0 });
  const history = await caller.get<{ total_executions: number }>(`/reports/${report.id}/executions`);
  expect(history.body.total_executions).toBe(1);
  expect((await generateNow(caller, report)).version_number).toBe((ended.version_number ?? 0) + 1);
});
