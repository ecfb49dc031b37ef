import { and, eq, isNotNull } from "drizzle-orm";
import type { Ctx } from "../../context";
import { deliveries, webhooks } from "../../db/schema";
import { notFound } from "../../http/problem";
import { audit } from "../../identity/audit";
import { toWebhook } from "../log";
import { findWebhook } from "./store";
import { webhookTag } from "./view";

/** Removes a webhook; what still waits for it is not sent. Its log goes with its age. Two round trips. */
export async function deleteWebhook(
  ctx: Ctx,
  input: { id: string; checkTag: (tag: string) => void },
): Promise<void> {
  const row = await findWebhook(ctx, input.id);
  input.checkTag(webhookTag(row));
  const [removed] = await ctx.db.batch([
    ctx.db
      .delete(webhooks)
      .where(and(eq(webhooks.id, row.id), eq(webhooks.workspaceId, ctx.workspaceId)))
      .returning({ id: webhooks.id }),
    audit(ctx, "webhook.delete", row.id),
    ctx.db
      .update(deliveries)
      .set({ status: "skipped", nextAt: null, error: "The webhook was deleted." })
      .where(and(toWebhook(row.id), isNotNull(deliveries.nextAt))),
  ]);
  if (removed.length === 0) throw notFound("webhook");
}
