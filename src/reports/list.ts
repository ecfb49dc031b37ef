import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery, wholeNumber } from "../http/paging";
import { COUNT_LISTED, KINDS, listedPage, listParams, ORDERINGS, type Ordering, STATUSES } from "./lists";
import type { Report } from "./schemas";
import { COUNT_FOUND, foundPage, searchExpression } from "./search";
import { REPORT_COLUMNS, readReport, type StoredRow } from "./stored";
import { reportView } from "./view";

const orderings = ORDERINGS.flatMap((name) => [name, `-${name}`]);

export const listReportsQuery = pageQuery.extend({
  status: z.enum(STATUSES).optional(),
  kind: z.enum(KINDS).optional(),
  is_shared: z.stringbool().optional().openapi({ type: "boolean" }),
  created_by: z.string().optional(),
  client_id: z.string().optional(),
  report_type: z.string().optional(),
  deleted: z.stringbool().optional().openapi({
    type: "boolean",
    description: "true: deleted reports that can be restored, to whom may do so.",
  }),
  search: z.string().max(200).optional().openapi({
    description: "Each word must stand in the name or the description, as a part of a word too.",
  }),
  ordering: z.enum(orderings as [string, ...string[]]).default("-created_at"),
  skip: wholeNumber({ min: 0 }).optional().openapi({ description: "Older form of page." }),
  limit: wholeNumber({ min: 1 }).optional().openapi({ description: "Older form of page_size." }),
});
export type ListReports = z.infer<typeof listReportsQuery>;

/** The reports that the caller may view, newest first unless ordered otherwise. One round trip. */
export async function listReports(ctx: Ctx, query: ListReports): Promise<Page<Report>> {
  const pageSize = Math.min(query.limit ?? query.page_size, 100);
  const words = searchExpression(query.search ?? "");
  const order = words === null ? query.ordering : `${query.ordering}/search`;
  const [after] = cursorKeys(query.cursor, order) ?? [];
  const { rows, total } = await readPage(ctx, query, words, {
    after: after == null ? null : String(after),
    limit: pageSize + 1,
    offset: after == null ? (query.skip ?? (query.page - 1) * pageSize) : 0,
  });
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? shown.at(-1) : undefined;
  return pageOf({
    items: shown.map((row) => reportView(readReport(row))),
    total,
    page: query.skip === undefined ? query.page : Math.floor(query.skip / pageSize) + 1,
    page_size: pageSize,
    next_cursor: last ? writeCursor({ order, keys: [last.place] }) : null,
  });
}

async function readPage(
  ctx: Ctx,
  query: ListReports,
  words: string | null,
  { after, limit, offset }: { after: string | null; limit: number; offset: number },
) {
  const ordering = query.ordering.replace("-", "") as Ordering;
  const descending = query.ordering.startsWith("-");
  const lists = listParams(ctx, {
    status: query.status,
    kind: query.kind,
    isShared: query.is_shared,
    createdBy: query.created_by,
    clientId: query.client_id,
    reportType: query.report_type,
    deleted: query.deleted,
  });
  const page =
    words === null ? listedPage(ordering, descending) : foundPage(ordering, descending, after !== null);
  const [found, counted] = await ctx.d1.batch<StoredRow & { place: string | number; total: number }>([
    // The page stands first in the join, and so the rows come in its order.
    ctx.d1
      .prepare(
        `SELECT page.place, ${REPORT_COLUMNS} FROM (${page}) AS page CROSS JOIN reports ON reports.id = page.report_id`,
      )
      .bind(...lists, words, after, limit, offset),
    words === null
      ? ctx.d1.prepare(COUNT_LISTED).bind(...lists)
      : ctx.d1.prepare(COUNT_FOUND).bind(...lists, words),
  ]);
  return { rows: found?.results ?? [], total: counted?.results[0]?.total ?? 0 };
}
