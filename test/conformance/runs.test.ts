import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { watch } from "./harness/live";
import { keysOfRun } from "./harness/platform";
import { readCsv } from "./harness/readers";
import { type Dataset, FORMATS, type Format, type Page, type Run, type Status } from "./harness/shapes";
import { ended, fileOf, generateNow, makeReport, startLongRun, startRun, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, type Workspace } from "./harness/workspace";

const cancel = (caller: Caller, { id }: Run) => caller.post<Run>(`/runs/${id}/cancel`);
const runOf = async (caller: Caller, { id }: Run) => expectStatus(await caller.get<Run>(`/runs/${id}`), 200);

describe("runs under way", () => {
  let workspace: Workspace;
  let caller: Caller;
  let dataset: Dataset;

  beforeAll(async () => {
    workspace = newWorkspace();
    caller = workspace.as("editor", "ada");
    const rows = Array.from({ length: 4_000 }, (_, n) => `${n},Name ${n},${n / 8}`);
    dataset = await uploadReady(caller, `id,name,value\n${rows.join("\n")}\n`);
  });

  it("X1, X2, E2, E30, U12: a cancel ends a running run and a queued one; nothing of them stays, and no later word", async () => {
    const { report, run: running } = await startLongRun(caller);
    const live = await watch(running.live_url);
    await until(
      () => keysOfRun(workspace.id, running.id),
      (keys) => keys.some((key) => key.startsWith("files/")),
      { everyMs: 20 },
    );
    const queued = await startRun(caller, report, { formats: ["csv"], limit: 10 });
    expect(queued.status, "one at a time is this suite's cap").toBe("queued");
    const cancelled = { status: "cancelled", reason: "cancelled_by_user", files: [], error: null };
    expect(expectStatus(await cancel(caller, queued), 200)).toMatchObject(cancelled);

    expect((await runOf(caller, running)).status).toBe("running");
    const answer = expectStatus(await cancel(caller, running), 200);
    expect(answer).toMatchObject(cancelled);
    expect(answer.completed_at).not.toBeNull();
    const status = await caller.get<Status>(`/reports/${report.id}/status?task_id=${running.id}`);
    expect(expectStatus(status, 200)).toMatchObject({ task_state: "FAILURE", run: cancelled });
    expect(status.headers.get("Retry-After")).toBeNull();

    // Whoever is at work on it has the place that the next run of this workspace needs.
    const next = await ended(caller, (await startRun(caller, report, { formats: ["csv"], limit: 10 })).id);
    expect(next.status).toBe("completed");
    await until(
      () => keysOfRun(workspace.id, running.id),
      (keys) => keys.length === 0,
    );
    for (const run of [running, queued]) {
      expect(await runOf(caller, run)).toMatchObject(cancelled);
      for (const url of Object.values(run.download_urls)) expectProblem(await caller.get(url), 410, "gone");
    }
    await until(
      () => live.messages,
      (messages) => messages.some((message) => message.type === "completed" && message.run.id === next.id),
    );
    live.close();
    const told = live.messages.flatMap((message) =>
      "run" in message && message.run.id === running.id ? [message.type] : [],
    );
    expect(told.at(-1)).toBe("cancelled");
    expect(told.filter((type) => type === "cancelled")).toHaveLength(1);
  });

  it("E30, E26: cancelling again changes nothing; a finished run stays; others may not", async () => {
    const report = await makeReport(caller, dataset, { limit: 3 }, { visibility: "workspace" });
    const first = await startRun(caller, report, { formats: FORMATS });
    const stopped = expectStatus(await cancel(caller, first), 200);
    if (stopped.status === "cancelled")
      expect(expectStatus(await cancel(caller, first), 200)).toMatchObject({
        status: "cancelled",
        completed_at: stopped.completed_at,
      });
    const done = await generateNow(caller, report, { force: true });
    expect(expectStatus(await cancel(caller, done), 200)).toMatchObject({
      status: "completed",
      reason: null,
    });
    expect(await fileOf(done, "json")).not.toHaveLength(0);
    expectProblem(await cancel(workspace.as("viewer"), done), 403, "forbidden");
    expectProblem(await cancel(newWorkspace().as("admin"), done), 404, "not_found");
  });

  it("N3, U40: one run of a workspace is done before most of thirty that another has asked for earlier", async () => {
    const crowd = await makeReport(caller, dataset);
    const single = newWorkspace().as("editor");
    const mine = await makeReport(single, await uploadReady(single, "a\n1\n"));
    // All of them in one breath: here the two Workers share a thread, which the crowd's runs would keep busy.
    const asked = Array.from({ length: 30 }, () =>
      startRun(caller, crowd, { formats: ["docx"], force: true }),
    );
    const done = await ended(single, (await startRun(single, mine)).id);
    const theirs = await Promise.all(asked);
    expect(done.status).toBe("completed");
    const all = await Promise.all(theirs.map(({ id }) => ended(caller, id)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(["completed"]));
    const earlier = all.filter(({ completed_at }) => (completed_at ?? "") < (done.completed_at ?? ""));
    expect(earlier.length, "of theirs came first").toBeLessThan(15);
  });
});

it("N4, E9, U11: ten clicks make one run; asked again it is there; force and age make another", async () => {
  const caller = newWorkspace().as("editor", "ada");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n2\n"), {
    formats: ["csv", "pdf"],
  });
  const clicks = await Promise.all(Array.from({ length: 10 }, () => startRun(caller, report)));
  expect(new Set(clicks.map(({ id }) => id)).size).toBe(1);
  expect(clicks.filter(({ coalesced, cached }) => !coalesced && !cached)).toHaveLength(1);
  const [click] = clicks;
  const first = await ended(caller, click?.id ?? "");
  expect(first.status).toBe("completed");

  const again = await startRun(caller, report);
  expect(again).toMatchObject({ id: first.id, status: "completed", cached: true, coalesced: false });
  expect(await fileOf(again, "csv")).toEqual(await fileOf(first, "csv"));
  expect(await generateNow(caller, report)).toMatchObject({ id: first.id, cached: true, row_count: 2 });
  expect(await startRun(caller, report, { max_age_seconds: 3600 })).toMatchObject({ id: first.id });

  const forced = await generateNow(caller, report, { force: true });
  expect(forced).toMatchObject({ cached: false, version_number: (first.version_number ?? 0) + 1 });
  const aged = await generateNow(caller, report, { max_age_seconds: 0 });
  expect(aged.cached).toBe(false);
  const others = await generateNow(caller, report, { formats: ["csv"] });
  expect(others.cached, "other formats are another run").toBe(false);
  expect((await caller.get<Page<Run>>("/runs")).body.total).toBe(4);
});

describe("D14: a failed run is tried again by hand", () => {
  const retry = (caller: Caller, { id }: Run) => caller.post<Run>(`/runs/${id}/retry`);

  it("at most five times, each a run of its own that names the first", async () => {
    const caller = newWorkspace().as("editor");
    const report = await makeReport(caller, await uploadReady(caller, "a\n1\n2\n3\n"), {
      limit: 2,
      on_limit: "fail",
    });
    const first = await ended(caller, (await startRun(caller, report)).id);
    expect(first).toMatchObject({ status: "failed", reason: "limit_exceeded", attempt: 1 });
    let last = first;
    for (let count = 1; count <= 5; count += 1) {
      const again = expectStatus(await retry(caller, last), 202);
      expect(again).toMatchObject({ trigger: "retry", retry_of: first.id, report_id: report.id });
      last = await ended(caller, again.id);
      expect(last).toMatchObject({ status: "failed", reason: "limit_exceeded" });
    }
    for (const run of [first, last]) expectProblem(await retry(caller, run), 409, "conflict");
    expect((await caller.get<Page<Run>>("/runs")).body.total).toBe(6);
  });

  it("over the data of today, with what was asked for then", async () => {
    const caller = newWorkspace().as("editor");
    const dataset = await uploadReady(caller, "a\n1\n2\n3\n");
    const report = await makeReport(caller, dataset, { limit: 2, on_limit: "fail" });
    const first = await ended(caller, (await startRun(caller, report, { formats: ["csv"] })).id);
    expectStatus(await caller.put(`/datasets/${dataset.id}/rows`, [{ a: 7 }]), 200);
    const again = expectStatus(await retry(caller, first), 202);
    const done = await ended(caller, again.id);
    expect(done).toMatchObject({ status: "completed", formats: ["csv"], rows_returned: 1 });
    expect(readCsv(await fileOf(done, "csv"))).toEqual([["a"], ["7"]]);
    expectProblem(await retry(caller, done), 409, "conflict");
    expect(await runOf(caller, first), "what failed stays failed").toMatchObject({ status: "failed" });
  });
});

describe("files of a run", () => {
  let caller: Caller;
  let dataset: Dataset;
  let run: Run;
  const link = (format: Format, body: unknown = {}) =>
    caller.post<{ url: string; expires_at: string; single_use: boolean }>(
      `/runs/${run.id}/files/${format}/links`,
      body,
    );
  const open = (url: string, method = "GET") => fetch(url, { method });

  beforeAll(async () => {
    caller = newWorkspace().as("editor");
    dataset = await uploadReady(caller, "a,b\n1,x\n2,y\n");
    run = await generateNow(caller, await makeReport(caller, dataset), { formats: ["json"] });
  });

  it("E10, X4: another format is made later, of the rows that the run had", async () => {
    await caller.post(`/datasets/${dataset.id}/rows`, [{ a: 3, b: "z" }]);
    const made = expectStatus(
      await caller.post<{ format: Format; download_url: string }>(`/runs/${run.id}/files`, { format: "csv" }),
      201,
    );
    const csv = Buffer.from(await (await open(made.download_url)).arrayBuffer());
    expect(readCsv(csv)).toEqual([
      ["a", "b"],
      ["1", "x"],
      ["2", "y"],
    ]);
    expectStatus(await caller.post(`/runs/${run.id}/files`, { format: "excel" }), 201);
    expect((await runOf(caller, run)).files.map(({ format }) => format).toSorted()).toEqual([
      "csv",
      "json",
      "xlsx",
    ]);
    expectProblem(await caller.post(`/runs/${run.id}/files`, { format: "rtf" }), 422, "validation_failed", [
      "format",
    ]);
  });

  it("E13, E14, X17, X18, U24: a link lives as long as asked, and once if asked", async () => {
    const once = expectStatus(await link("json", { single_use: true }), 201);
    expect(once.single_use).toBe(true);
    expect((await open(once.url, "HEAD")).status).toBe(200);
    expect((await open(once.url)).status).toBe(200);
    expect((await open(once.url)).status).toBe(410);

    const short = expectStatus(await link("json", { expires_in: 1 }), 201);
    await until(
      async () => (await open(short.url, "HEAD")).status,
      (status) => status === 410,
    );
    const hour = expectStatus(await link("json", { expires_in: 3600 }), 201);
    expect(Math.abs(Date.parse(hour.expires_at) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    for (const expires_in of [0, -1, 1.5, 8 * 86_400])
      expectProblem(await link("json", { expires_in }), 422, "validation_failed", ["expires_in"]);
    expectProblem(await link("pdf"), 404, "not_found");
  });

  it("D16: a failed run has no rows to make files of", async () => {
    const failing = await makeReport(caller, dataset, { limit: 1, on_limit: "fail" });
    const failed = await ended(caller, (await startRun(caller, failing)).id);
    expectProblem(await caller.post(`/runs/${failed.id}/files`, { format: "csv" }), 409, "conflict");
  });
});
