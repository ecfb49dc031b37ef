import type { z } from "@hono/zod-openapi";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { webhooks } from "../../db/schema";
import { cursorKeys, writeCursor } from "../../http/cursor";
import { type Page, pageOf, type pageQuery } from "../../http/paging";
import { requireAdminister } from "../../identity/policy";
import type { Webhook } from "./schemas";
import { webhookView } from "./view";

/** Names the list too, so that the cursor of another one is refused. */
const ORDER = "webhooks,-id";

/** The workspace's webhooks, newest first. One round trip. */
export async function listWebhooks(ctx: Ctx, query: z.infer<typeof pageQuery>): Promise<Page<Webhook>> {
  requireAdminister(ctx.actor.role);
  const ours = eq(webhooks.workspaceId, ctx.workspaceId);
  const [afterId] = cursorKeys(query.cursor, ORDER) ?? [];
  const [rows, [count]] = await ctx.db.batch([
    ctx.db
      .select()
      .from(webhooks)
      .where(and(ours, afterId ? lt(webhooks.id, String(afterId)) : undefined))
      .orderBy(desc(webhooks.id))
      .limit(query.page_size + 1)
      .offset(afterId ? 0 : (query.page - 1) * query.page_size),
    ctx.db
      .select({ total: sql<number>`count(*)`.as("total") })
      .from(webhooks)
      .where(ours),
  ]);
  const shown = rows.slice(0, query.page_size);
  const last = rows.length > query.page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: await Promise.all(shown.map((row) => webhookView(ctx.settings, row))),
    total: count?.total ?? 0,
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.id] }) : null,
  });
}
