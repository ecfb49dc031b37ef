import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { healthOf } from "../../src/ops/health/report";
import { judge, type Measured, overall } from "../../src/ops/health/thresholds";
import { call, newWorkspace } from "../support";
import { madeReport, succeed } from "../support/product";
import { runRow, shop } from "../support/run-rows";

const WELL: Measured = {
  databaseMs: 3,
  storageAnswers: true,
  waitingRuns: 0,
  oldestWaitingSeconds: 0,
  recentRuns: 100,
  recentFailures: 0,
  deadLetters: 0,
};

describe("the thresholds", () => {
  it.each([
    ["all is well", {}, "healthy", ""],
    ["a queue of 100", { waitingRuns: 100 }, "healthy", ""],
    ["a queue over 100", { waitingRuns: 101 }, "degraded", "More than 100 runs wait"],
    ["a run that waits for long", { oldestWaitingSeconds: 301 }, "degraded", "more than 5 minutes"],
    ["5 % failures", { recentFailures: 5 }, "healthy", ""],
    ["over 5 % failures", { recentFailures: 6 }, "degraded", "More than 5 %"],
    ["too few runs to speak of a share", { recentRuns: 19, recentFailures: 19 }, "healthy", ""],
    ["a slow database", { databaseMs: 1001 }, "degraded", "slowly"],
    ["a database that is away", { databaseMs: null }, "unhealthy", "database does not answer"],
    ["a storage that is away", { storageAnswers: false }, "unhealthy", "storage does not answer"],
    ["a dead letter", { deadLetters: 1 }, "degraded", "given up"],
  ] as const)("%s", (_, change, status, message) => {
    const checks = Object.values(judge({ ...WELL, ...change }));
    expect(overall(checks)).toBe(status);
    expect(checks.map((check) => check.message ?? "").join("")).toContain(message);
  });
});

describe("GET /health", () => {
  it("A41: while one request looks anew, the others are told what was seen last", async () => {
    const at = (seconds: number) => new Date(Date.UTC(2100, 0, 1, 0, 0, seconds));
    let looks = 0;
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const bucket = new Proxy(shop.bucket, {
      get: (target, name) => {
        if (name !== "head") return Reflect.get(target, name).bind(target);
        return async (key: string) => {
          looks += 1;
          if (looks === 2) await held;
          return await target.head(key);
        };
      },
    });
    const asked = (seconds: number) => healthOf({ ...shop, bucket, now: () => at(seconds) });
    const first = await asked(0);
    const looking = asked(10);
    expect(await Promise.all(Array.from({ length: 5 }, () => asked(11)))).toEqual(Array(5).fill(first));
    answer();
    expect((await looking).timestamp).toBe(at(10).toISOString());
    expect(looks).toBe(2);
  });

  it("A41: is open, has seed 002's body, and shows nothing of any tenant", async () => {
    const answer = await call("GET", "/api/v1/health", {});
    const body = await answer.json<Record<string, unknown>>();
    expect(body).toMatchObject({
      service: "edge-reports",
      version: expect.any(String),
      timestamp: expect.any(String),
    });
    expect(body.checks).toMatchObject({
      database: { connection: "connected" },
      storage: { connection: "connected" },
      workers: { status: expect.stringMatching(/healthy|degraded/) },
    });
    expect(JSON.stringify(body)).not.toMatch(/tables|users|waiting_runs|\bws-/);
  });

  it("A41: its parts need a token and count the caller's own workspace alone", async () => {
    const [mine, other] = [newWorkspace(), newWorkspace()];
    const token = await mine.token();
    await madeReport(token);
    const availableAt = "2999-01-01T00:00:00.000Z";
    for (const { id: workspaceId } of [mine, other])
      await shop.db.insert(runs).values(runRow({ workspaceId, availableAt }));
    for (const part of ["database", "workers", "detailed"])
      expect((await call("GET", `/api/v1/health/${part}`, {})).status).toBe(401);
    const detailed = await succeed<{ checks: Record<string, Record<string, unknown>> }>(
      "GET",
      "/health/detailed",
      token,
    );
    expect(detailed.checks.database).toMatchObject({
      connection: "connected",
      tables: { datasets: 1, reports: 1, runs_waiting: 1 },
    });
    expect(detailed.checks.workers).toMatchObject({ waiting_runs: 1, dead_letters: 0 });
    expect(await succeed("GET", "/health/workers", await other.token())).toMatchObject({ waiting_runs: 1 });
    expect(await succeed("GET", "/health/database", token)).toMatchObject({ tables: { reports: 1 } });
  });
});
