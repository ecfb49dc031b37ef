import type { Ctx } from "../context";
import { tagShowing } from "../http/etag";
import { nextSlots, recurrenceOf } from "./recurrence";
import type { NextRuns, Schedule } from "./schemas";
import { findSchedule } from "./store";
import { zonedText } from "./time-zone";
import { scheduleTag, scheduleView } from "./view";

/** A schedule with its last result and its next run. One round trip. */
export async function getSchedule(ctx: Ctx, id: string): Promise<{ schedule: Schedule; tag: string }> {
  const row = await findSchedule(ctx, id);
  const schedule = scheduleView(row);
  return { schedule, tag: tagShowing(scheduleTag(row), schedule) };
}

/** Its next slots after an instant, on the zone's clock as well. One round trip. */
export async function nextRuns(
  ctx: Ctx,
  id: string,
  { from = ctx.now(), count }: { from?: Date | undefined; count: number },
): Promise<NextRuns> {
  const recurrence = recurrenceOf(await findSchedule(ctx, id));
  const slots = nextSlots(recurrence, from, count);
  return {
    items: slots.map((slot) => ({ at: slot.toISOString(), local: zonedText(slot, recurrence.time_zone) })),
  };
}
