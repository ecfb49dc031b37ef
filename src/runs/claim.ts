import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type RunRow, runs } from "../db/schema";
import { type RequesterFacts, requesterFacts } from "./requester";

type Claims = Pick<Platform, "db" | "now" | "settings">;

/** A run in this consumer's hands, with what its requester's permission rests on at that moment. */
export type ClaimedRun = RunRow & { readonly requester: RequesterFacts | null };

/**
 * Taking a run for this consumer. A claim is one conditional update: it sets a lease and counts the attempt, and
 * every later write names that attempt, so a consumer that lost its lease can change nothing.
 */

/**
 * Takes this run: one that waits and is due, or one whose holder is gone. Null when there is nothing to take, or
 * the workspace is at its cap.
 */
export async function claimRun(platform: Claims, runId: string): Promise<ClaimedRun | null> {
  const { RUNS_PER_WORKSPACE: cap } = platform.settings;
  return await claim(
    platform,
    sql`SELECT one.id FROM runs AS one WHERE one.id = ${runId} AND (SELECT count(*) FROM runs AS other
      WHERE other.workspace_id = one.workspace_id AND other.status = 'running' AND other.id <> one.id) < ${cap}`,
  );
}

/**
 * Takes the fairest waiting run: of the workspace with the fewest running, its oldest; workspaces at their cap
 * wait. Of several with as few, the one whose turn was longest ago, so that a consumer that works alone takes
 * turns too. So a thousand runs of one workspace never hold back another's one. What a gone consumer left comes first.
 * Reads a few rows for each workspace that has something waiting, however much that is.
 */
export async function claimNext(platform: Claims): Promise<ClaimedRun | null> {
  const { now, settings } = platform;
  const at = now().toISOString();
  // When the workspace's run before this one began: runs of a workspace begin in the order of their ids, but for
  // retries. Null comes first.
  const lastTurn = sql`(SELECT b.attempt_started_at FROM runs b
    WHERE b.workspace_id = runs.workspace_id AND b.id < head ORDER BY b.id DESC LIMIT 1)`;
  // Partial indexes are used where the query repeats their condition word for word.
  const waiting = sql.raw("status IN ('queued', 'retrying')");
  const next = sql`SELECT coalesce(
    (SELECT id FROM runs WHERE status = 'running' AND lease_until < ${at} AND attempt < max_attempts LIMIT 1),
    (WITH RECURSIVE waiting (workspace) AS (
      SELECT min(workspace_id) FROM runs WHERE ${waiting}
      UNION ALL
      SELECT (SELECT min(workspace_id) FROM runs WHERE ${waiting} AND workspace_id > workspace)
      FROM waiting WHERE workspace IS NOT NULL
    ), heads AS (
      SELECT
        (SELECT id FROM runs WHERE workspace_id = workspace AND ${waiting} AND available_at <= ${at}
          ORDER BY available_at, id LIMIT 1) AS head,
        (SELECT count(*) FROM runs WHERE workspace_id = workspace AND status = 'running') AS running
      FROM waiting WHERE workspace IS NOT NULL
    )
    SELECT head FROM heads JOIN runs ON runs.id = head
    WHERE running < ${settings.RUNS_PER_WORKSPACE}
    ORDER BY running, ${lastTurn}, available_at, head LIMIT 1))`;
  return await claim(platform, next);
}

async function claim({ db, now, settings }: Claims, wanted: SQL): Promise<ClaimedRun | null> {
  const at = now();
  const iso = at.toISOString();
  const [run] = await db
    .update(runs)
    .set({
      status: "running",
      attempt: sql`${runs.attempt} + 1`,
      leaseUntil: leaseEnd(at, settings),
      startedAt: sql`coalesce(${runs.startedAt}, ${iso})`,
      attemptStartedAt: iso,
      stage: "collecting",
      error: null,
    })
    .where(
      and(
        sql`${runs.id} = (${wanted})`,
        sql`(${runs.status} IN ('queued', 'retrying') AND ${runs.availableAt} <= ${iso}
          OR ${runs.status} = 'running' AND ${runs.leaseUntil} < ${iso} AND ${runs.attempt} < ${runs.maxAttempts})`,
      ),
    )
    .returning({ ...getTableColumns(runs), requester: requesterFacts });
  return run ?? null;
}

/** When a lease taken or extended now ends. */
export const leaseEnd = (now: Date, settings: Pick<Platform["settings"], "LEASE_SECONDS">) =>
  new Date(now.getTime() + settings.LEASE_SECONDS * 1000).toISOString();

/** The condition that this consumer still holds the run. */
export const held = (run: Pick<RunRow, "id" | "attempt">) =>
  and(eq(runs.id, run.id), eq(runs.status, "running"), eq(runs.attempt, run.attempt));
