import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ScheduleRow, schedules } from "../db/schema";
import { audit } from "../identity/audit";
import { nextSlot, recurrenceOf } from "./recurrence";
import type { Schedule } from "./schemas";
import { type FoundSchedule, findSchedule, noteNextRun } from "./store";
import { scheduleView } from "./view";

/** What pausing and resuming do to a schedule that is not paused, or is. */
export interface Turn {
  /** Which schedules it changes; the others have it already. */
  readonly from: Pick<ScheduleRow, "paused">;
  readonly action: "schedule.pause" | "schedule.resume";
  readonly change: (ctx: Ctx, row: ScheduleRow) => Partial<ScheduleRow>;
}

/** Nothing fires until it is resumed. */
export const PAUSE: Turn = {
  from: { paused: false },
  action: "schedule.pause",
  change: () => ({ paused: true, pausedReason: "paused_by_user", pausedMessage: null, nextRun: null }),
};

/**
 * Goes on from now; what would have fired meanwhile does not. Whoever resumes a schedule whose owner lost access
 * becomes its owner.
 */
export const RESUME: Turn = {
  from: { paused: true },
  action: "schedule.resume",
  change: ({ now, actor }, row) => ({
    paused: false,
    pausedReason: null,
    pausedMessage: null,
    failures: 0,
    nextRun: nextSlot(recurrenceOf(row), now())?.toISOString() ?? null,
    ...(row.pausedReason === "permission_lost" && { createdBy: actor.id }),
  }),
};

/** Pauses or resumes one. Doing it again changes nothing. Two round trips. */
export async function turnSchedule(ctx: Ctx, turn: Turn, id: string): Promise<Schedule> {
  const row = await findSchedule(ctx, id);
  if (row.paused !== turn.from.paused) return scheduleView(row);
  const [turned] = await turnAll(ctx, turn, [row]);
  // Not turned: somebody else was first, or it is gone, which is a 404.
  return scheduleView(turned ?? (await findSchedule(ctx, id)));
}

/** Turns those that are as the turn begins by then, in one batch; gives them as they are now. */
export async function turnAll(
  ctx: Ctx,
  { from, action, change }: Turn,
  rows: readonly FoundSchedule[],
): Promise<FoundSchedule[]> {
  const [first, ...more] = rows.flatMap((row) => [
    ctx.db
      .update(schedules)
      .set({ ...change(ctx, row), updatedAt: ctx.now().toISOString() })
      .where(and(eq(schedules.id, row.id), eq(schedules.paused, from.paused)))
      .returning(),
    audit(ctx, action, row.id),
  ]);
  if (!first) return [];
  const reportIds = new Set(rows.map(({ reportId }) => reportId));
  const results = await ctx.db.batch([first, ...more, ...[...reportIds].map((id) => noteNextRun(ctx, id))]);
  return rows.flatMap((row, at) =>
    // Each row's update has its audit row behind it.
    (results[2 * at] as ScheduleRow[]).map((now) => ({
      ...row,
      ...now,
      ...(now.createdBy !== row.createdBy && { createdByName: ctx.actor.name }),
    })),
  );
}
