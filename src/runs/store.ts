import { eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type RunRow, runs } from "../db/schema";
import { held, leaseEnd } from "./claim";
import { LostRun, publicError, type RunFailure } from "./failure";

/**
 * What a holder does to its run between the claim (claim.ts) and the end (endings.ts). Each is one conditional
 * update that names the holder's attempt: it hits while the lease is this holder's and changes nothing otherwise.
 */

type Moves = Pick<Platform, "db" | "now" | "settings">;

export interface Progress {
  readonly percent: number;
  readonly stage: string;
  readonly rowsDone: number;
  readonly rowsTotal: number | null;
}

/** Notes progress and extends the lease. Throws LostRun when the run is no longer this holder's. */
export async function heartbeat(
  { db, now, settings }: Moves,
  run: RunRow,
  progress: Progress,
): Promise<void> {
  const [hit] = await db
    .update(runs)
    .set({
      percent: sql`max(${runs.percent}, ${progress.percent})`,
      stage: progress.stage,
      rowsDone: progress.rowsDone,
      rowsTotal: progress.rowsTotal,
      leaseUntil: leaseEnd(now(), settings),
    })
    .where(held(run))
    .returning({ id: runs.id });
  if (!hit) throw new LostRun();
}

/** Puts the run back to wait for its next attempt. */
export async function retryRun(
  { db, now }: Moves,
  run: RunRow,
  failure: RunFailure,
  delaySeconds: number,
): Promise<RunRow | null> {
  const [waiting] = await db
    .update(runs)
    .set({
      status: "retrying",
      stage: "waiting to retry",
      error: publicError(failure),
      availableAt: new Date(now().getTime() + delaySeconds * 1000).toISOString(),
      leaseUntil: null,
    })
    .where(held(run))
    .returning();
  return waiting ?? null;
}

/** Whether a run that its holder lost has ended without files: failed, cancelled, or removed altogether. */
export async function hasNoFiles({ db }: Pick<Platform, "db">, { id }: Pick<RunRow, "id">): Promise<boolean> {
  const [found] = await db.select({ status: runs.status }).from(runs).where(eq(runs.id, id));
  return found === undefined || found.status === "failed" || found.status === "cancelled";
}
