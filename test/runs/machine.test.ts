import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "../../src/context";
import { RUN_STATUSES, type RunRow, runs } from "../../src/db/schema";
import { claimRun } from "../../src/runs/claim";
import { cancelRun, completeRun, failRun } from "../../src/runs/endings";
import { expireRuns } from "../../src/runs/expire";
import { RunFailure } from "../../src/runs/failure";
import { after, isEnded, MOVES, type Move } from "../../src/runs/machine";
import { retryRun } from "../../src/runs/store";
import { newWorkspace } from "../support";
import { alone, at, insertRuns, runRow } from "../support/run-rows";

const NOW = "2001-06-01T12:00:00.000Z";
const BEFORE = "2001-06-01T11:00:00.000Z";
const then = at(NOW);
const failure = new RunFailure("source_failed", "It failed.", true);
const nothing = { files: [], rowsReturned: 0, rowsTotal: 0, truncated: false };

/** Makes the move as the product makes it; what it throws when it does not hit is no matter here. */
const MAKE: Record<Move, (run: RunRow) => Promise<unknown>> = {
  claim: (run) => claimRun(then, run.id),
  takeUp: (run) => claimRun(then, run.id),
  complete: (run) => completeRun(then, run, nothing).catch(() => null),
  retry: (run) => retryRun(then, run, failure, 60),
  fail: (run) => failRun(then, run, failure),
  cancel: (run) =>
    cancelRun(
      { ...then, workspaceId: run.workspaceId, actor: { id: "u" }, requestId: "r" } as unknown as Ctx,
      run,
    ),
  expire: () => expireRuns(then),
};

/** Claiming and taking up are one statement: what waits is claimed, and nothing is there to be taken up. */
const isClaim = (move: Move, status: RunRow["status"]) =>
  move === "takeUp" && (status === "queued" || status === "retrying");

const pairs = (Object.keys(MOVES) as Move[]).flatMap((move) =>
  RUN_STATUSES.filter((status) => !isClaim(move, status)).map(
    (status) => [move, status, after(move, status)] as const,
  ),
);

beforeEach(async () => {
  await alone.db.delete(runs).run();
});

describe("the run machine", () => {
  it.each(pairs)("E2: move %s in state %s leads to %s", async (move, status, expected) => {
    const run = runRow({
      workspaceId: newWorkspace().id,
      status,
      attempt: 1,
      availableAt: BEFORE,
      // The holder of a running run is gone only where it is taken up.
      leaseUntil: status === "running" ? (move === "takeUp" ? BEFORE : "2001-06-01T13:00:00.000Z") : null,
      completedAt: ["queued", "running", "retrying"].includes(status) ? null : BEFORE,
      expiresAt: status === "completed" || status === "expired" ? BEFORE : null,
      cleanedAt: status === "completed" ? null : BEFORE,
    });
    await insertRuns([run]);
    await MAKE[move](run);
    const [found] = await alone.db.select().from(runs).where(eq(runs.id, run.id));
    if (expected === null) expect(found).toEqual(run);
    else expect(found?.status).toBe(expected);
    await alone.db.delete(runs).where(eq(runs.id, run.id));
  });

  it("E3: failed, cancelled and expired runs carry a reason", async () => {
    for (const [move, status, reason] of [
      ["fail", "running", "source_failed"],
      ["cancel", "queued", "cancelled_by_user"],
      ["expire", "completed", "retention"],
    ] as const) {
      const run = runRow({ workspaceId: newWorkspace().id, status, attempt: 1, expiresAt: BEFORE });
      await insertRuns([run]);
      await MAKE[move](run);
      const [found] = await alone.db.select().from(runs).where(eq(runs.id, run.id));
      expect(found?.reason).toBe(reason);
      await alone.db.delete(runs).where(eq(runs.id, run.id));
    }
  });

  it("only what no consumer touches again has ended", () => {
    const ended = RUN_STATUSES.filter((status) => isEnded({ status }));
    expect(ended).toEqual(["completed", "failed", "cancelled", "expired"]);
  });
});
