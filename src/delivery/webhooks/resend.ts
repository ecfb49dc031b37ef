import { and, eq, ne } from "drizzle-orm";
import type { Ctx } from "../../context";
import { deliveries } from "../../db/schema";
import { notFound, Problem } from "../../http/problem";
import { audit } from "../../identity/audit";
import { toWebhook } from "../log";
import type { Delivery } from "../schemas";
import { deliveryView } from "../view";
import { administered, selectWebhook } from "./store";

/** Sends a delivery again, from its first try on, with the same id and body. Two round trips. */
export async function resendDelivery(ctx: Ctx, id: string, deliveryId: string): Promise<Delivery> {
  const theOne = and(
    eq(deliveries.id, deliveryId),
    toWebhook(id),
    eq(deliveries.workspaceId, ctx.workspaceId),
  );
  const [[found], [delivery]] = await ctx.db.batch([
    selectWebhook(ctx, id),
    ctx.db.select({ subjectId: deliveries.subjectId }).from(deliveries).where(theOne),
  ]);
  const webhook = administered(ctx, found);
  if (!delivery) throw notFound("delivery");
  if (!webhook.enabled) throw new Problem("conflict", "The webhook is disabled: enable it first.");
  const now = ctx.now().toISOString();
  const [[again]] = await ctx.db.batch([
    ctx.db
      .update(deliveries)
      .set({ status: "pending", attempt: 0, nextAt: now, error: null, updatedAt: now })
      .where(and(theOne, ne(deliveries.status, "sending")))
      .returning(),
    audit(ctx, "delivery.resend", deliveryId),
  ]);
  if (!again) throw new Problem("conflict", "It is being sent at this moment.");
  ctx.later(ctx.jobs.send({ kind: "deliver", subject_id: delivery.subjectId }));
  return deliveryView(again);
}
