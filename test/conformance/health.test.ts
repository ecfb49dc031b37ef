import { expect, it } from "vitest";
import { expectProblem, expectStatus } from "./harness/client";
import { ended, makeReport, startLongRun, startRun, uploadReady } from "./harness/steps";
import { newWorkspace, stranger } from "./harness/workspace";

interface Health {
  readonly service: string;
  readonly status: string;
  readonly timestamp: string;
  readonly version: string;
  readonly checks: {
    readonly database: object;
    readonly workers: { readonly waiting_runs: number; readonly running_runs: number };
    readonly storage: object;
  };
}

it("L9, L10: the open answer is seed 002's, and has no fact about any tenant", async () => {
  const health = expectStatus(await stranger().get<Health>("/health"), 200);
  expect(Object.keys(health).toSorted()).toEqual(["checks", "service", "status", "timestamp", "version"]);
  expect(health).toMatchObject({
    service: "edge-reports",
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    checks: {
      database: { status: "healthy", connection: "connected" },
      storage: { status: "healthy", connection: "connected" },
    },
  });
  expect(Math.abs(Date.parse(health.timestamp) - Date.now())).toBeLessThan(60_000);
  expect(JSON.stringify(health)).not.toMatch(/tables|waiting|running/);
  for (const part of ["database", "workers", "detailed"])
    expectProblem(await stranger().get(`/health/${part}`), 401, "unauthorized");
});

it("L9, L10, L12: its parts count what the caller's workspace has, at their old addresses too", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  await ended(caller, (await startRun(caller, report)).id);
  const { run } = await startLongRun(caller);
  const second = await startRun(caller, report, { force: true });

  const detailed = expectStatus(await caller.get<Health>("/health/detailed"), 200);
  const tables = { users: 1, datasets: 2, reports: 2 };
  expect(detailed.checks.database).toMatchObject({ connection: "connected", tables });
  const { workers } = detailed.checks;
  expect(workers.waiting_runs + workers.running_runs).toBe(2);
  expect(workers).toMatchObject({ dead_letters: 0, last_claim: expect.stringMatching(/Z$/) });
  const old = (part: string) => caller.get<object>(`${caller.origin}/api/health/${part}`);
  expect(expectStatus(await old("database"), 200)).toMatchObject({ status: "healthy", tables });
  expect(expectStatus(await old("workers"), 200)).toHaveProperty("oldest_waiting_seconds");
  for (const { id } of [second, run]) await caller.post(`/runs/${id}/cancel`);

  const neighbour = expectStatus(await newWorkspace().as("editor").get<Health>("/health/detailed"), 200);
  expect(neighbour.checks.database).toMatchObject({ tables: { datasets: 0, reports: 0 } });
  expect(neighbour.checks.workers).toMatchObject({ waiting_runs: 0, running_runs: 0, last_claim: null });
});
