import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type RunRow, reports, reportVersions, runs, type StoredFile } from "../db/schema";
import { LostRun, type RunFailure } from "./failure";

/**
 * Every move of a run's state. Each is one conditional update: it hits when the run is where the move begins,
 * and changes nothing otherwise. `attempt` names the holder of the lease.
 */

type Moves = Pick<Platform, "db" | "d1" | "now" | "settings">;

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

/** Takes a waiting run, or one whose holder is gone, for this consumer. Null when there is nothing to take. */
export async function claimRun({ db, now, settings }: Moves, runId: string): Promise<RunRow | null> {
  const at = now();
  const [run] = await db
    .update(runs)
    .set({
      status: "running",
      attempt: sql`${runs.attempt} + 1`,
      leaseUntil: later(at, settings.LEASE_SECONDS),
      startedAt: sql`coalesce(${runs.startedAt}, ${at.toISOString()})`,
      stage: "collecting",
      error: null,
    })
    .where(
      and(
        eq(runs.id, runId),
        sql`(${runs.status} IN ('queued', 'retrying') AND ${runs.availableAt} <= ${at.toISOString()}
          OR ${runs.status} = 'running' AND ${runs.leaseUntil} < ${at.toISOString()})`,
      ),
    )
    .returning();
  return run ?? null;
}

const held = (run: RunRow) =>
  and(eq(runs.id, run.id), eq(runs.status, "running"), eq(runs.attempt, run.attempt));

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
      leaseUntil: later(now(), settings.LEASE_SECONDS),
    })
    .where(held(run))
    .returning({ id: runs.id });
  if (!hit) throw new LostRun();
}

export interface RunResult {
  readonly files: StoredFile[];
  readonly rowsReturned: number;
  readonly rowsTotal: number;
  readonly truncated: boolean;
}

/** Completes the run, gives it the report's next version, and notes it at the report: one batch. */
export async function completeRun(
  { db, now, settings }: Moves,
  run: RunRow,
  result: RunResult,
): Promise<RunRow> {
  const at = now();
  const iso = at.toISOString();
  const started = Date.parse(run.startedAt ?? iso);
  const took = Math.max(0, at.getTime() - started);
  const execution = JSON.stringify({
    executed_at: run.startedAt ?? iso,
    rows_returned: result.rowsReturned,
    execution_time_ms: took,
    status: "completed",
  });
  const mine = sql`FROM runs WHERE id = ${run.id} AND status = 'completed' AND attempt = ${run.attempt}`;
  const [[completed]] = await db.batch([
    db
      .update(runs)
      .set({
        status: "completed",
        stage: "completed",
        percent: 100,
        rowsDone: result.rowsReturned,
        rowsTotal: result.rowsTotal,
        rowsReturned: result.rowsReturned,
        truncated: result.truncated,
        files: result.files,
        executionTimeMs: took,
        completedAt: iso,
        expiresAt: later(at, settings.FILE_RETENTION_DAYS * 86_400),
        leaseUntil: null,
        versionNumber: sql`(SELECT version_number + 1 FROM reports WHERE id = ${run.reportId})`,
      })
      .where(held(run))
      .returning(),
    db
      .update(reports)
      .set({
        versionNumber: sql`(SELECT version_number ${mine})`,
        lastExecution: sql`${execution}`,
        lastGeneratedAt: iso,
        lastGeneratedBy: run.generatedBy,
      })
      .where(
        sql`${reports.id} = ${run.reportId} AND ${reports.versionNumber} < (SELECT version_number ${mine})`,
      ),
    db.insert(reportVersions).select(
      sql`SELECT report_id, version_number, workspace_id, 'generate', 'Report generated',
        json_extract(frozen, '$.config'), id, rows_returned, generated_by, completed_at ${mine}
        ON CONFLICT DO NOTHING`,
    ),
  ]);
  if (!completed) throw new LostRun();
  return completed;
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
      availableAt: later(now(), delaySeconds),
      leaseUntil: null,
    })
    .where(held(run))
    .returning();
  return waiting ?? null;
}

/** Ends the run as failed, with its reason, and notes it at the report. */
export async function failRun({ db, now }: Moves, run: RunRow, failure: RunFailure): Promise<RunRow | null> {
  const at = now();
  const execution = JSON.stringify({
    executed_at: run.startedAt ?? at.toISOString(),
    rows_returned: null,
    execution_time_ms: Math.max(0, at.getTime() - Date.parse(run.startedAt ?? at.toISOString())),
    status: "failed",
  });
  const [[failed]] = await db.batch([
    db
      .update(runs)
      .set({
        status: "failed",
        stage: "failed",
        reason: failure.reason,
        error: publicError(failure),
        completedAt: at.toISOString(),
        leaseUntil: null,
      })
      .where(
        and(
          eq(runs.id, run.id),
          eq(runs.attempt, run.attempt),
          sql`${runs.status} IN ('queued', 'running', 'retrying')`,
        ),
      )
      .returning(),
    db
      .update(reports)
      .set({ lastExecution: sql`${execution}` })
      .where(
        sql`${reports.id} = ${run.reportId} AND EXISTS (SELECT 1 FROM runs WHERE id = ${run.id} AND status = 'failed'
          AND completed_at = ${at.toISOString()})`,
      ),
  ]);
  return failed ?? null;
}

const publicError = ({ reason, message, retryable }: RunFailure) => ({ code: reason, message, retryable });
