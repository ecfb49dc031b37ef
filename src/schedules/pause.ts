import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ScheduleRow, schedules } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { nextSlot, recurrenceOf } from "./recurrence";
import type { Schedule } from "./schemas";
import { type FoundSchedule, findSchedule, noteNextRun } from "./store";
import { scheduleView } from "./view";

/** Nothing fires until it is resumed. Doing it again changes nothing. */
export async function pauseSchedule(ctx: Ctx, id: string): Promise<Schedule> {
  const row = await findSchedule(ctx, id);
  if (row.paused) return scheduleView(row);
  return await move(ctx, row, "schedule.pause", {
    paused: true,
    pausedReason: "paused_by_user",
    pausedMessage: null,
    nextRun: null,
  });
}

/**
 * Goes on from now; what would have fired meanwhile does not. Whoever resumes a schedule whose owner lost access
 * becomes its owner.
 */
export async function resumeSchedule(ctx: Ctx, id: string): Promise<Schedule> {
  const row = await findSchedule(ctx, id);
  if (!row.paused) return scheduleView(row);
  return await move(ctx, row, "schedule.resume", {
    paused: false,
    pausedReason: null,
    pausedMessage: null,
    failures: 0,
    nextRun: nextSlot(recurrenceOf(row), ctx.now())?.toISOString() ?? null,
    ...(row.pausedReason === "permission_lost" && { createdBy: ctx.actor.id }),
  });
}

async function move(
  ctx: Ctx,
  row: FoundSchedule,
  action: string,
  change: Partial<ScheduleRow>,
): Promise<Schedule> {
  const next = { ...change, updatedAt: ctx.now().toISOString() };
  const [[hit]] = await ctx.db.batch([
    ctx.db
      .update(schedules)
      .set(next)
      .where(and(eq(schedules.id, row.id), eq(schedules.paused, row.paused)))
      .returning(),
    noteNextRun(ctx, row.reportId),
    audit(ctx, action, row.id),
  ]);
  if (!hit) throw notFound("schedule");
  return scheduleView({ ...row, ...hit, ...(change.createdBy && { createdByName: ctx.actor.name }) });
}
