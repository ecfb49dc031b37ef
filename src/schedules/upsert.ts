import { sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { selectDatasetsOf } from "../datasets/choose";
import { schedules } from "../db/schema";
import { invalid, notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { permitted, selectReport } from "../reports/store";
import { justMade, newSchedule, selectNamedWebhooks } from "./create";
import { readSchedule } from "./read-schedule";
import { nextSlot, recurrenceOf } from "./recurrence";
import type { ReplaceSchedule, Schedule } from "./schemas";
import { noteNextRun, selectSchedules } from "./store";
import { DEFAULTS } from "./update";
import { scheduleView } from "./view";

/**
 * Makes the schedule of a report that has this key, or replaces it as PUT does. One statement decides which, so that
 * of several requests at once one makes it and the last one wins. Two round trips.
 */
export async function upsertSchedule(
  ctx: Ctx,
  input: { reportId: string; key: string; wanted: ReplaceSchedule },
): Promise<{ schedule: Schedule; isNew: boolean }> {
  const { reportId, key, wanted } = input;
  const [[found], datasets, known, [previous]] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectDatasetsOf(ctx, reportId),
    selectNamedWebhooks(ctx, wanted),
    selectSchedules(ctx, { reportId, key }, { limit: 1, offset: 0 }),
  ]);
  const report = permitted(ctx, found, "schedule");
  if (wanted.report_id !== undefined && wanted.report_id !== reportId)
    throw invalid({ report_id: ["is not the report of the address"] });
  const webhooks = new Set(known.map(({ id }) => id));
  const subject = { report, datasets, webhooks };
  const wished = readSchedule(ctx, { ...DEFAULTS, ...wanted }, previous ?? null, subject);
  const nextRun = nextSlot(recurrenceOf(wished), ctx.now())?.toISOString() ?? null;
  const row = { ...newSchedule(ctx, reportId, wished), key, nextRun };
  const [[kept]] = await ctx.db.batch([
    ctx.db
      .insert(schedules)
      .values(row)
      .onConflictDoUpdate({
        target: [schedules.reportId, schedules.key],
        set: {
          ...wished,
          // As it is by then: a slot that has come and waits for the tick is not lost by a new name.
          nextRun: sql`CASE WHEN schedules.paused THEN NULL
            WHEN schedules.recurrence = excluded.recurrence THEN schedules.next_run ELSE excluded.next_run END`,
          origin: row.origin,
          updatedAt: row.updatedAt,
        },
      })
      .returning(),
    audit(
      ctx,
      "schedule.upsert",
      sql`(SELECT id FROM schedules WHERE report_id = ${reportId} AND key = ${key})`,
    ),
    noteNextRun(ctx, reportId),
  ]);
  if (!kept) throw notFound("report");
  const isNew = kept.id === row.id;
  return { schedule: scheduleView({ ...(previous ?? justMade(ctx, kept, report)), ...kept }), isNew };
}
