import { type SQL, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type ScheduleRow, schedules } from "../db/schema";
import { announce } from "../delivery/announce";

type Db = Pick<Platform, "db" | "now">;

/** So many slots in a row that failed are enough. */
const MOST_FAILURES = 5;

export interface Pausing {
  readonly schedule: ScheduleRow;
  readonly reportName: string;
  readonly reason: NonNullable<ScheduleRow["pausedReason"]>;
  readonly message: string;
  readonly condition: SQL;
}

/** Pauses a schedule for a reason of ours and tells who should know: statements, `pausedNews` for `wakeNews`. */
export function pauseFor(platform: Db, { schedule, reportName, reason, message, condition }: Pausing) {
  const at = platform.now().toISOString();
  const [pausedNews] = announce(platform, {
    workspaceId: schedule.workspaceId,
    event: "schedule.paused",
    subjectId: schedule.id,
    scheduleId: schedule.id,
    occasion: at,
    facts: { report_id: schedule.reportId, report_name: reportName, reason, message },
    guard: sql`EXISTS (SELECT 1 FROM schedules WHERE id = ${schedule.id} AND paused = 1 AND updated_at = ${at})
      AND ${condition}`,
  });
  return {
    paused: platform.db
      .update(schedules)
      .set({ paused: true, pausedReason: reason, pausedMessage: message, nextRun: null, updatedAt: at })
      .where(sql`${schedules.id} = ${schedule.id} AND ${schedules.paused} = 0 AND ${condition}`),
    pausedNews,
  };
}

export interface Failing {
  readonly schedule: ScheduleRow;
  readonly reportName: string;
  readonly slot: string;
  readonly runId: string | null;
  readonly reason: string;
  readonly message: string;
  readonly condition: SQL;
}

/**
 * Counts a slot that failed, tells the owner, and pauses the schedule when it was one too many: statements in this
 * order, those of `failureNews` and `pausedNews` for `wakeNews`.
 */
export function countFailure(platform: Db, failing: Failing) {
  const { schedule, reportName, slot, runId, reason, message, condition } = failing;
  const [failureNews] = announce(platform, {
    workspaceId: schedule.workspaceId,
    event: "schedule.failed",
    subjectId: runId ?? schedule.id,
    scheduleId: schedule.id,
    occasion: slot,
    facts: { report_id: schedule.reportId, report_name: reportName, run_id: runId, reason, message, slot },
    guard: condition,
  });
  return {
    counted: platform.db
      .update(schedules)
      .set({ failures: sql`${schedules.failures} + 1` })
      .where(sql`${schedules.id} = ${schedule.id} AND ${condition}`),
    failureNews,
    ...pauseFor(platform, {
      schedule,
      reportName,
      reason: "failing",
      message: `It failed ${MOST_FAILURES} times in a row, the last time because: ${message}`,
      condition: sql`${condition} AND (SELECT failures FROM schedules WHERE id = ${schedule.id}) >= ${MOST_FAILURES}`,
    }),
  };
}
