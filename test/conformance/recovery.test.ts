import { afterAll, expect, it } from "vitest";
import { type Caller, expectStatus } from "./harness/client";
import { tick } from "./harness/platform";
import { readPackage } from "./harness/readers";
import { openReceiver } from "./harness/receiver";
import { freePort, startServer, temporaryStateDir } from "./harness/server";
import { type Dataset, FORMATS, type Page, type Row, type Run } from "./harness/shapes";
import { fileOf, generateNow, makeReport, startLongRun, startRun, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, stranger } from "./harness/workspace";

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** So many that the run lasts several times as long as all that is asked for meanwhile, on a busy machine too. */
const PARTS = 10;
const WAITING = 101;
const SETTINGS = {
  LEASE_SECONDS: "4",
  RETRY_BASE_SECONDS: "1",
  RUNS_PER_WORKSPACE: "1",
  WEBHOOK_ALLOW_PRIVATE: "1",
};

it("U7, U8, D12, E24, L13: a power cut with a run and an import under way and a hundred runs waiting loses nothing, and each is told once", async () => {
  const { stateDir, remove } = await temporaryStateDir();
  const options = { stateDir, env: { PORT: String(await freePort()), ...SETTINGS } };
  const first = await startServer(options);
  cleanups.push(() => first.stop());
  const caller = newWorkspace(first.origin).as("admin");
  const receiver = await openReceiver();
  const events = ["run.completed", "run.failed", "run.cancelled"];
  expectStatus(await caller.post("/webhooks", { url: receiver.url, events }), 201);

  const small = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  const { run, report } = await startLongRun(caller, PARTS);
  const [half, ...waiting] = await Promise.all([
    caller.post<Dataset>("/datasets/upload?name=Half", LARGE, { headers: { "Content-Type": "text/csv" } }),
    ...Array.from({ length: WAITING }, () => startRun(caller, small, { formats: ["csv"], force: true })),
  ]);
  const before = await until(
    async () => (await caller.get<Run>(`/runs/${run.id}`)).body,
    ({ status }) => status !== "queued",
  );
  await first.kill();
  expect(before.status).toBe("running");
  expect(receiver.posted).toEqual([]);

  const second = await startServer(options);
  cleanups.unshift(() => second.stop(), remove);
  const health = await healthOf(second.origin);
  expect(health).toMatchObject({ status: "degraded", checks: { workers: { status: "degraded" } } });
  expect(health.checks.workers.message).toContain("More than 100 runs wait");
  await expectNothingHalf(caller, half.body);
  const done = await until(
    async () => {
      await tick(second.origin);
      return (await caller.get<Page<Run>>("/runs?status=completed&page_size=1")).body.total;
    },
    (total) => total === waiting.length + 1,
    { everyMs: 500, deadlineMs: 200_000 },
  );
  expect((await caller.get<Page<Run>>("/runs")).body.total, "no run beside them").toBe(done);
  const ended = (await caller.get<Run>(`/runs/${run.id}`)).body;
  expect(ended).toMatchObject({ id: run.id, rows_returned: PARTS * 20_000, truncated: false });
  expect(ended.attempt).toBeGreaterThan(1);
  expect(ended.files.map(({ format }) => format)).toEqual(FORMATS);
  const parts = [...readPackage(await fileOf(ended, "csv"))].filter(([name]) => name.endsWith(".csv"));
  expect(parts.map(([, csv]) => csv.trimEnd().split("\n").length)).toEqual(Array(PARTS).fill(20_001));

  const imported = await until(
    async () => {
      await tick(second.origin);
      return (await caller.get<Dataset>(`/datasets/${half.body.id}`)).body;
    },
    ({ status }) => ["ready", "failed"].includes(status),
    { everyMs: 500 },
  );
  expect(imported).toMatchObject({ status: "ready", row_count: 30_000, rows_failed: 0 });

  const all = [run, ...waiting].map(({ id }) => id).toSorted();
  await until(
    () => receiver.posted.length,
    (count) => count >= all.length,
  );
  for (let ticks = 0; ticks < 3; ticks += 1) await tick(second.origin);
  expect(
    receiver
      .events()
      .map(({ data }) => data.id)
      .toSorted(),
  ).toEqual(all);
  expect(new Set(receiver.events().map(({ type }) => type))).toEqual(new Set(["run.completed"]));

  const history = await caller.get<{ total_executions: number }>(`/reports/${report.id}/executions`);
  expect(history.body.total_executions).toBe(1);
  const again = await generateNow(caller, report, { formats: ["csv"], limit: 1 });
  expect(again.version_number).toBe((ended.version_number ?? 0) + 1);
  await until(
    () => healthOf(second.origin),
    ({ status }) => status === "healthy",
  );
}, 300_000);

const LARGE = `id,name,value\n${Array.from({ length: 30_000 }, (_, n) => `${n},Name ${n},${n / 8}`).join("\n")}\n`;

interface Health {
  readonly status: string;
  readonly checks: { readonly workers: { readonly status: string; readonly message?: string } };
}

const healthOf = async (origin: string) => expectStatus(await stranger(origin).get<Health>("/health"), 200);

/** An import that was cut shows none of its rows until it is done. */
async function expectNothingHalf(caller: Caller, { id }: Dataset): Promise<void> {
  const found = expectStatus(await caller.get<Dataset>(`/datasets/${id}`), 200);
  if (found.status === "ready") return;
  const rows = await caller.get<Page<Row>>(`/datasets/${id}/rows`);
  expect(rows.body).toMatchObject({ total: 0, items: [] });
}
