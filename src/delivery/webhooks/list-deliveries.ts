import type { Ctx } from "../../context";
import { selectDeliveries, toWebhook } from "../log";
import type { DeliveriesQuery, Delivery } from "../schemas";
import { deliveryView } from "../view";
import { administered, selectWebhook } from "./store";

/** What a webhook was sent, newest first. One round trip. */
export async function listWebhookDeliveries(
  ctx: Ctx,
  id: string,
  query: DeliveriesQuery,
): Promise<{ items: Delivery[] }> {
  const [[found], rows] = await ctx.db.batch([
    selectWebhook(ctx, id),
    selectDeliveries(ctx, toWebhook(id), query),
  ]);
  administered(ctx, found);
  return { items: rows.map(deliveryView) };
}
