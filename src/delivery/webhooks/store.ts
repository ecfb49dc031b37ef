import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context";
import { type WebhookRow, webhooks } from "../../db/schema";
import { notFound } from "../../http/problem";
import { requireAdminister } from "../../identity/policy";

/** One webhook of the caller's workspace. A statement, for use alone or in a batch. */
export const selectWebhook = (ctx: Ctx, id: string) =>
  ctx.db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.workspaceId, ctx.workspaceId)));

/** 404 for a webhook that is not there or another workspace's, 403 unless the caller is an admin. */
export function administered(ctx: Ctx, row: WebhookRow | undefined): WebhookRow {
  if (!row) throw notFound("webhook");
  requireAdminister(ctx.actor.role);
  return row;
}

/** One webhook of the workspace, for an admin. One round trip. */
export async function findWebhook(ctx: Ctx, id: string): Promise<WebhookRow> {
  const [row] = await selectWebhook(ctx, id);
  return administered(ctx, row);
}
