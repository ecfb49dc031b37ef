import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { settingsOf } from "../../src/env";
import { progressReporter } from "../../src/runs/progress";
import { beginWithinMs, softLimitSeconds } from "../../src/runs/time-limits";
import { newWorkspace } from "../support";
import { alone, runRow } from "../support/run-rows";

const BEGUN = "2026-01-01T00:00:00.000Z";

describe("the time limit of an attempt (D13)", () => {
  it("ends before Cloudflare ends the consumer, also for the run that it began last", () => {
    const settings = settingsOf(env);
    const latest = beginWithinMs(settings) / 1000 + softLimitSeconds(settings);
    expect(latest).toBeLessThan(15 * 60);
    expect(softLimitSeconds(settings)).toBe(11 * 60);
  });

  it("is the run's own where consumers last longer", () => {
    const settings = settingsOf({ ...env, CONSUMER_SECONDS: "3600" });
    expect(softLimitSeconds(settings)).toBe(25 * 60);
    expect(softLimitSeconds({ ...settings, RUN_SOFT_LIMIT_SECONDS: 5 })).toBe(5);
  });

  it("stops an attempt at its next sign of life with timeout, which is not tried again", async () => {
    let now = Date.parse(BEGUN);
    const platform = { ...alone, now: () => new Date(now) };
    const run = runRow({ workspaceId: newWorkspace().id, status: "running", attemptStartedAt: BEGUN });
    const progress = progressReporter(platform, run, () => {});
    await progress.alive();
    now += 11 * 60_000 + 1;
    await expect(progress.alive()).rejects.toMatchObject({
      reason: "timeout",
      retryable: false,
      message: "The report took longer than 11 minutes.",
    });
  });

  it("limits that contradict each other are refused at the start", () => {
    const both = { ...env, RUN_SOFT_LIMIT_SECONDS: "60", RUN_HARD_LIMIT_SECONDS: "60" };
    expect(() => settingsOf(both)).toThrow("RUN_SOFT_LIMIT_SECONDS: must be below RUN_HARD_LIMIT_SECONDS");
  });
});
