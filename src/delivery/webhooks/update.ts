import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context";
import { type WebhookRow, webhooks } from "../../db/schema";
import { notFound } from "../../http/problem";
import { audit } from "../../identity/audit";
import { requireAllowed } from "./rules";
import type { UpdateWebhook, Webhook } from "./schemas";
import { sealHeaders } from "./secrets";
import { findWebhook } from "./store";
import { webhookTag, webhookView } from "./view";

/** Changes a webhook. Enabling one that was disabled for its failures forgets them. Two round trips. */
export async function updateWebhook(
  ctx: Ctx,
  input: { id: string; changes: UpdateWebhook; checkTag: (tag: string) => void },
): Promise<Webhook> {
  const row = await findWebhook(ctx, input.id);
  input.checkTag(webhookTag(row));
  requireAllowed(ctx.settings, input.changes);
  const [[changed]] = await ctx.db.batch([
    ctx.db
      .update(webhooks)
      .set(await changesOf(ctx, row, input.changes))
      .where(and(eq(webhooks.id, row.id), eq(webhooks.workspaceId, ctx.workspaceId)))
      .returning(),
    audit(ctx, "webhook.update", row.id),
  ]);
  if (!changed) throw notFound("webhook");
  return await webhookView(ctx.settings, changed);
}

async function changesOf(ctx: Ctx, row: WebhookRow, changes: UpdateWebhook): Promise<Partial<WebhookRow>> {
  const { url, headers, enabled, ...plain } = changes;
  return {
    ...plain,
    ...(url !== undefined && { url: new URL(url).href }),
    ...(headers && { headers: await sealHeaders(ctx.settings, row.id, headers) }),
    ...(enabled !== undefined && { enabled }),
    ...(enabled && { disabledReason: null, failingSince: null }),
    updatedAt: ctx.now().toISOString(),
  };
}
