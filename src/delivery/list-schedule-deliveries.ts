import { eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { deliveries } from "../db/schema";
import { managed, selectSchedule } from "../schedules/store";
import { selectUnsubscribed } from "./email/recipients";
import { selectDeliveries } from "./log";
import type { DeliveriesQuery, ScheduleDeliveries } from "./schemas";
import { deliveryView } from "./view";

/** What a schedule sent to whom, newest first, for whoever may change it. One round trip. */
export async function listScheduleDeliveries(
  ctx: Ctx,
  id: string,
  query: DeliveriesQuery,
): Promise<ScheduleDeliveries> {
  const [[found], rows, unsubscribed] = await ctx.db.batch([
    selectSchedule(ctx, id),
    selectDeliveries(ctx, eq(deliveries.scheduleId, id), query),
    selectUnsubscribed(ctx, ctx.workspaceId, id),
  ]);
  managed(ctx, found);
  return { items: rows.map(deliveryView), unsubscribed: unsubscribed.map(({ recipient }) => recipient) };
}
