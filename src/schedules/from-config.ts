import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { insertIf } from "../db/insert-if";
import { type ReportRow, type ScheduleRow, schedules } from "../db/schema";
import { normaliseConfig } from "../reports/config/normalise";
import { newSchedule } from "./create";
import { nextSlot, type Recurrence } from "./recurrence";
import { noteNextRun } from "./store";

/**
 * What the `frequency`, `schedule_time` and `schedule_day` of a config ask for (seed 000): a schedule in the report's
 * time zone; `none` for one time without a time, which is a report made on demand; null when the config does not
 * say. Left out, the time is midnight and the day Monday or the first.
 */
function scheduleFromConfig(ctx: Ctx, report: Pick<ReportRow, "id" | "config">): ScheduleRow | "none" | null {
  const { schedule: choice, time_zone } = normaliseConfig(report.config, {});
  if (!choice) return null;
  const { frequency, schedule_time: time, schedule_day: day } = choice;
  if (frequency === "one_time" && time === null) return "none";
  const firstDay = { weekly: 1, monthly: 1, daily: null, one_time: null }[frequency];
  const now = ctx.now();
  const recurrence: Recurrence = {
    frequency,
    schedule_time: time ?? "00:00",
    schedule_day: frequency === "daily" ? null : frequency === "one_time" ? day || null : (day ?? firstDay),
    cron: null,
    every: null,
    time_zone,
    workdays_only: false,
    exclude_dates: [],
    starts_at: null,
    ends_at: null,
    anchor: now.toISOString(),
  };
  const row = newSchedule(ctx, report.id, {
    name: null,
    recurrence,
    formats: null,
    filters: {},
    filenameTemplate: null,
    misfire: "run_once",
    overlap: "skip",
    sendIf: null,
    deliveries: [],
    nextRun: nextSlot(recurrence, now)?.toISOString() ?? null,
  });
  return { ...row, fromConfig: true };
}

/**
 * Brings a report's schedule in line with its config: statements for the end of the batch that saves the report,
 * which do nothing unless `isSaved` holds. The last gives the report's next run, see `nextRunIn`. A schedule that
 * somebody made otherwise is left alone.
 */
export function followConfig(ctx: Ctx, report: ReportRow, isSaved: SQL) {
  const wanted = scheduleFromConfig(ctx, report);
  if (wanted === null) return [];
  const itsOwn = sql`${schedules.reportId} = ${report.id} AND ${schedules.fromConfig} = 1 AND ${isSaved}`;
  if (wanted === "none") return [ctx.db.delete(schedules).where(itsOwn), noteNextRun(ctx, report.id)];
  const rule = JSON.stringify(wanted.recurrence);
  const { updatedAt, nextRun } = wanted;
  return [
    ctx.db
      .update(schedules)
      .set({
        recurrence: wanted.recurrence,
        updatedAt,
        nextRun: sql`CASE WHEN paused THEN NULL ELSE ${nextRun} END`,
      })
      .where(sql`${itsOwn} AND json_remove(recurrence, '$.anchor') <> json_remove(${rule}, '$.anchor')`),
    insertIf(
      ctx.db,
      schedules,
      wanted,
      sql`${isSaved} AND NOT EXISTS (SELECT 1 FROM schedules WHERE report_id = ${report.id} AND from_config = 1)`,
    ),
    noteNextRun(ctx, report.id),
  ];
}

/** The report's next run as that batch has left it: what to change in the report's row. */
export function nextRunIn(results: readonly unknown[]): Pick<ReportRow, "nextScheduledRun"> | undefined {
  const last = results.at(-1);
  const row: unknown = Array.isArray(last) ? last[0] : undefined;
  return typeof row === "object" && row !== null && "nextScheduledRun" in row
    ? { nextScheduledRun: row.nextScheduledRun as string | null }
    : undefined;
}
