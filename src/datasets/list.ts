import { z } from "@hono/zod-openapi";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { datasets } from "../db/schema";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import { hasText } from "./has-text";
import type { Dataset } from "./schemas";
import { datasetView } from "./view";

export const listDatasetsQuery = pageQuery.extend({
  status: z.enum(["empty", "uploaded", "processing", "ready", "failed"]).optional(),
  kind: z.enum(["upload", "stream", "form"]).optional(),
  search: z.string().max(200).optional(),
});
export type ListDatasets = z.infer<typeof listDatasetsQuery>;

/** Names the list too, so that the cursor of another one is refused. */
const ORDER = "datasets,-id";

/** The workspace's datasets, newest first. One round trip. */
export async function listDatasets(ctx: Ctx, query: ListDatasets): Promise<Page<Dataset>> {
  const wanted = and(
    eq(datasets.workspaceId, ctx.workspaceId),
    query.status ? eq(datasets.status, query.status) : undefined,
    query.kind ? eq(datasets.kind, query.kind) : undefined,
    query.search ? hasText([datasets.name], query.search) : undefined,
  );
  const [afterId] = cursorKeys(query.cursor, ORDER) ?? [];
  const [rows, [count]] = await ctx.db.batch([
    ctx.db
      .select()
      .from(datasets)
      .where(and(wanted, afterId ? lt(datasets.id, String(afterId)) : undefined))
      .orderBy(desc(datasets.id))
      .limit(query.page_size + 1)
      .offset(afterId ? 0 : (query.page - 1) * query.page_size),
    ctx.db
      .select({ total: sql<number>`count(*)`.as("total") })
      .from(datasets)
      .where(wanted),
  ]);
  const shown = rows.slice(0, query.page_size);
  const last = rows.length > query.page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: shown.map(datasetView),
    total: count?.total ?? 0,
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.id] }) : null,
  });
}
