import { sql } from "drizzle-orm";
import type { Platform } from "../context";
import { runs } from "../db/schema";
import { endAsFailed } from "./end";
import { RunFailure } from "./failure";
import type { Job } from "./job";
import { lostBefore } from "./jobs";

/** Per tick; also what one `sendBatch` takes. */
const MOST = 100;

/**
 * What keeps runs from hanging, each tick: ends those that nobody can bring to an end any more, and wakes
 * consumers for those that wait though they are due, for lost messages and for work whose holder is gone.
 */
export async function sweepRuns(platform: Platform): Promise<void> {
  await endOverdue(platform);
  await wakeWaiting(platform);
}

/** Fails runs past the hard time limit, and those whose holder is gone after their last attempt. */
async function endOverdue(platform: Platform): Promise<void> {
  const { db, now, settings } = platform;
  const at = now();
  const overdue = await db
    .select()
    .from(runs)
    .where(
      sql`${runs.status} = 'running' AND (${runs.attemptStartedAt} < ${before(at, settings.RUN_HARD_LIMIT_SECONDS)}
        OR ${runs.leaseUntil} < ${at.toISOString()} AND ${runs.attempt} >= ${runs.maxAttempts})`,
    )
    .limit(MOST);
  for (const run of overdue) {
    const isTimeout = (run.attemptStartedAt ?? "") < before(at, settings.RUN_HARD_LIMIT_SECONDS);
    const minutes = Math.round(settings.RUN_HARD_LIMIT_SECONDS / 60);
    const failure = isTimeout
      ? new RunFailure("timeout", `The report took longer than ${minutes} minutes.`)
      : new RunFailure("internal", "The report could not be generated after several tries.");
    await endAsFailed(platform, run, failure);
  }
}

async function wakeWaiting(platform: Platform): Promise<void> {
  const { db, jobs, now } = platform;
  const at = now();
  const [waiting, abandoned] = await db.batch([
    db
      .select({ id: runs.id })
      .from(runs)
      .where(sql`${runs.status} IN ('queued', 'retrying') AND ${runs.availableAt} < ${lostBefore(platform)}`)
      .orderBy(runs.availableAt)
      .limit(MOST),
    db
      .select({ id: runs.id })
      .from(runs)
      .where(sql`${runs.status} = 'running' AND ${runs.leaseUntil} < ${at.toISOString()}`)
      .limit(MOST),
  ]);
  const messages = [...abandoned, ...waiting].slice(0, MOST).map(({ id }): { body: Job } => ({
    body: { kind: "run", run_id: id },
  }));
  if (messages.length > 0) await jobs.sendBatch(messages);
}

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
