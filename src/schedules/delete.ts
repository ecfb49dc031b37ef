import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { scheduleSlots, schedules, unsubscribes } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import type { CheckTag } from "../reports/update";
import { findSchedule, noteNextRun } from "./store";
import { scheduleTag } from "./view";

/** Removes a schedule, its history and who unsubscribed; the runs that it made stay. */
export async function deleteSchedule(ctx: Ctx, input: { id: string; checkTag: CheckTag }): Promise<void> {
  const row = await findSchedule(ctx, input.id);
  input.checkTag(scheduleTag(row));
  const [removed] = await ctx.db.batch([
    ctx.db.delete(schedules).where(eq(schedules.id, row.id)).returning({ id: schedules.id }),
    audit(ctx, "schedule.delete", row.id),
    ctx.db.delete(scheduleSlots).where(eq(scheduleSlots.scheduleId, row.id)),
    ctx.db
      .delete(unsubscribes)
      .where(and(eq(unsubscribes.workspaceId, ctx.workspaceId), eq(unsubscribes.scheduleId, row.id))),
    noteNextRun(ctx, row.reportId),
  ]);
  if (removed.length === 0) throw notFound("schedule");
}
