import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ScheduleRow, schedules } from "../db/schema";
import { RESUME } from "./pause";
import { noteNextRun } from "./store";

const ofReport = (reportId: string) =>
  and(eq(schedules.reportId, reportId), eq(schedules.pausedReason, "report_deleted"));

/** The schedules that stopped because their report was in the trash. A statement. */
export const selectStopped = ({ db }: Pick<Ctx, "db">, reportId: string) =>
  db.select().from(schedules).where(ofReport(reportId));

/**
 * Lets them go on from now with their report, which the same batch has brought back: what would have fired meanwhile
 * does not. Two statements; the last one gives the report's next run.
 */
export function reviveStopped(ctx: Ctx, reportId: string, stopped: readonly ScheduleRow[]) {
  const next = Object.fromEntries(stopped.map((row) => [row.id, RESUME.change(ctx, row).nextRun]));
  return [
    ctx.db
      .update(schedules)
      .set({
        paused: false,
        pausedReason: null,
        pausedMessage: null,
        failures: 0,
        nextRun: sql`(SELECT value FROM json_each(${JSON.stringify(next)}) WHERE key = schedules.id)`,
        updatedAt: ctx.now().toISOString(),
      })
      .where(
        and(
          ofReport(reportId),
          sql`EXISTS (SELECT 1 FROM reports WHERE id = ${reportId} AND deleted_at IS NULL)`,
          sql`${schedules.id} IN (SELECT key FROM json_each(${JSON.stringify(next)}))`,
        ),
      ),
    noteNextRun(ctx, reportId),
  ] as const;
}
