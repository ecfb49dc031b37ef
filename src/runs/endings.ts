import { and, eq, sql } from "drizzle-orm";
import type { Ctx, Platform } from "../context";
import { type RunRow, reports, reportVersions, runs, type StoredFile } from "../db/schema";
import { announce } from "../delivery/announce";
import { audit } from "../identity/audit";
import { held } from "./claim";
import { LostRun, publicError, type RunFailure } from "./failure";
import { frozenOf } from "./frozen";
import { WAITING } from "./machine";

/**
 * The moves that end a run. Each is one batch: a conditional update that hits once, and everything that follows
 * from it on condition that it did, so that an end is noted and announced exactly once.
 */

/** An end that was reached now. */
export interface Ended {
  readonly run: RunRow;
  /** Somebody is to be told: see delivery/announce.ts. */
  readonly hasNews: boolean;
}

type Moves = Pick<Platform, "db" | "now" | "settings">;

export interface RunResult {
  readonly files: StoredFile[];
  readonly rowsReturned: number;
  readonly rowsTotal: number;
  readonly truncated: boolean;
}

/** Completes the run and gives it the report's next version. Throws LostRun when it is another's now. */
export async function completeRun(platform: Moves, run: RunRow, result: RunResult): Promise<Ended> {
  const { db, now, settings } = platform;
  const at = now();
  const iso = at.toISOString();
  const took = millisecondsSince(run, at);
  const execution = JSON.stringify({
    executed_at: run.startedAt ?? iso,
    rows_returned: result.rowsReturned,
    execution_time_ms: took,
    status: "completed",
  });
  const mine = sql`FROM runs WHERE id = ${run.id} AND status = 'completed' AND attempt = ${run.attempt}`;
  const { data_key } = frozenOf(run);
  const [[completed], , , news] = await db.batch([
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
        error: null,
        executionTimeMs: took,
        completedAt: iso,
        expiresAt: fileEnd(at, settings),
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
        ...(data_key === null ? {} : { dataKey: data_key }),
      })
      .where(
        sql`${reports.id} = ${run.reportId} AND ${reports.versionNumber} < (SELECT version_number ${mine})`,
      ),
    db.insert(reportVersions).select(
      sql`SELECT run.report_id, run.version_number, run.workspace_id, json_extract(run.frozen, '$.change.type'),
        json_extract(run.frozen, '$.change.description'), json_extract(run.frozen, '$.config'), run.id,
        run.rows_returned, run.generated_by, run.completed_at, r.name, r.description, r.dataset_ids, r.data_key
        FROM runs AS run JOIN reports AS r ON r.id = run.report_id
        WHERE run.id = ${run.id} AND run.status = 'completed' AND run.attempt = ${run.attempt}
        ON CONFLICT DO NOTHING`,
    ),
    ...announce(platform, {
      ...newsOf(run),
      event: "run.completed",
      guard: sql`EXISTS (SELECT 1 ${mine})`,
    }),
  ]);
  if (!completed) throw new LostRun();
  return { run: completed, hasNews: news.length > 0 };
}

/** Until when files that are made now are kept. */
export const fileEnd = (
  now: Date,
  { FILE_RETENTION_DAYS }: Pick<Platform["settings"], "FILE_RETENTION_DAYS">,
) => new Date(now.getTime() + FILE_RETENTION_DAYS * 86_400_000).toISOString();

/** Ends the run as failed, with its reason. Null when it had ended, or gone to another consumer. */
export async function failRun(platform: Moves, run: RunRow, failure: RunFailure): Promise<Ended | null> {
  const { db, now } = platform;
  const at = now();
  const iso = at.toISOString();
  const execution = JSON.stringify({
    executed_at: run.startedAt ?? iso,
    rows_returned: null,
    execution_time_ms: millisecondsSince(run, at),
    status: "failed",
  });
  const hit = endedNow(run, "failed", iso);
  const [[failed], , news] = await db.batch([
    db
      .update(runs)
      .set({
        status: "failed",
        stage: "failed",
        reason: failure.reason,
        error: publicError(failure),
        completedAt: iso,
        leaseUntil: null,
      })
      .where(and(eq(runs.id, run.id), eq(runs.attempt, run.attempt), sql`${runs.status} IN ${WAITING}`))
      .returning(),
    db
      .update(reports)
      .set({ lastExecution: sql`${execution}` })
      .where(sql`${reports.id} = ${run.reportId} AND ${hit}`),
    ...announce(platform, { ...newsOf(run), event: "run.failed", guard: hit }),
  ]);
  return failed ? { run: failed, hasNews: news.length > 0 } : null;
}

/** Ends the run as cancelled, whatever it is at. Null when it had ended already. */
export async function cancelRun(
  ctx: Ctx,
  run: Pick<RunRow, "id" | "workspaceId" | "scheduleId">,
): Promise<Ended | null> {
  const { db, now } = ctx;
  const iso = now().toISOString();
  const [[cancelled], , news] = await db.batch([
    db
      .update(runs)
      .set({
        status: "cancelled",
        stage: "cancelled",
        reason: "cancelled_by_user",
        error: null,
        completedAt: iso,
        leaseUntil: null,
      })
      .where(
        and(eq(runs.id, run.id), eq(runs.workspaceId, run.workspaceId), sql`${runs.status} IN ${WAITING}`),
      )
      .returning(),
    audit(ctx, "run.cancel", run.id),
    ...announce(ctx, { ...newsOf(run), event: "run.cancelled", guard: endedNow(run, "cancelled", iso) }),
  ]);
  return cancelled ? { run: cancelled, hasNews: news.length > 0 } : null;
}

/** The condition that this very batch has ended the run. */
const endedNow = ({ id }: Pick<RunRow, "id">, status: string, iso: string) =>
  sql`EXISTS (SELECT 1 FROM runs WHERE id = ${id} AND status = ${status} AND completed_at = ${iso})`;

const newsOf = ({ id, workspaceId, scheduleId }: Pick<RunRow, "id" | "workspaceId" | "scheduleId">) => ({
  subjectId: id,
  workspaceId,
  scheduleId,
});

const millisecondsSince = ({ startedAt }: RunRow, at: Date) =>
  startedAt === null ? 0 : Math.max(0, at.getTime() - Date.parse(startedAt));
