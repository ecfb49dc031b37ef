import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import type { Report } from "./schemas";
import { countReports, ORDERINGS, type Ordering, selectReports } from "./store";
import { reportView } from "./view";

const orderings = Object.keys(ORDERINGS).flatMap((name) => [name, `-${name}`]);

export const listReportsQuery = pageQuery.extend({
  status: z.enum(["draft", "active", "archived"]).optional(),
  kind: z.enum(["built", "inline", "imported"]).optional(),
  is_shared: z.stringbool().optional().openapi({ type: "boolean" }),
  created_by: z.string().optional(),
  client_id: z.string().optional(),
  report_type: z.string().optional(),
  search: z.string().max(200).optional(),
  ordering: z.enum(orderings as [string, ...string[]]).default("-created_at"),
  skip: z.coerce.number().int().min(0).optional().openapi({ description: "Older form of page." }),
  limit: z.coerce.number().int().min(1).optional().openapi({ description: "Older form of page_size." }),
});
export type ListReports = z.infer<typeof listReportsQuery>;

/** The reports the caller may view, newest first unless ordered otherwise. One round trip. */
export async function listReports(ctx: Ctx, query: ListReports): Promise<Page<Report>> {
  const filter = {
    status: query.status,
    kind: query.kind,
    createdBy: query.created_by,
    isShared: query.is_shared,
    clientId: query.client_id,
    reportType: query.report_type,
    search: query.search,
  };
  const pageSize = Math.min(query.limit ?? query.page_size, 100);
  const ordering = query.ordering.replace("-", "") as Ordering;
  const [afterKey, afterId] = cursorKeys(query.cursor, query.ordering) ?? [];
  const after = afterId == null ? undefined : { key: String(afterKey), id: String(afterId) };
  const [rows, [count]] = await ctx.db.batch([
    selectReports(ctx, filter, {
      ordering,
      descending: query.ordering.startsWith("-"),
      limit: pageSize + 1,
      offset: after ? 0 : (query.skip ?? (query.page - 1) * pageSize),
      after,
    }),
    countReports(ctx, filter),
  ]);
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? shown.at(-1) : undefined;
  return pageOf({
    items: shown.map(reportView),
    total: count?.total ?? 0,
    page: query.skip === undefined ? query.page : Math.floor(query.skip / pageSize) + 1,
    page_size: pageSize,
    next_cursor: last
      ? writeCursor({
          order: query.ordering,
          keys: [{ created_at: last.id, updated_at: last.updatedAt, name: last.name }[ordering], last.id],
        })
      : null,
  });
}
