import type { Ctx } from "../context";
import { recurrenceOf } from "./recurrence";
import type { Slot } from "./schemas";
import { managed, selectSchedule, selectSlots } from "./store";
import { zonedText } from "./time-zone";

/** What came of the newest planned times of a schedule. One round trip. */
export async function scheduleHistory(ctx: Ctx, id: string, limit: number): Promise<{ items: Slot[] }> {
  const [[found], slots] = await ctx.db.batch([selectSchedule(ctx, id), selectSlots(ctx, id, limit)]);
  const zone = recurrenceOf(managed(ctx, found)).time_zone;
  return {
    items: slots.map((row) => ({
      slot: row.slot,
      local: zonedText(new Date(row.slot), zone),
      outcome: row.outcome,
      run_id: row.runId,
      run_status: row.runStatus,
      note: row.note,
      at: row.at,
    })),
  };
}
