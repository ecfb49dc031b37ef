import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { RUN_STATUSES } from "../db/schema";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import type { StoredRow } from "../reports/stored";
import { RUN_COLUMNS, readRun } from "./find";
import { countListed, listedPage, listParams } from "./lists";
import { runView } from "./run-view";
import type { RunView } from "./schemas";

export const listRunsQuery = pageQuery.extend({
  status: z.enum(RUN_STATUSES).optional(),
  report_id: z.string().optional(),
});
export type ListRuns = z.infer<typeof listRunsQuery>;

/** Names the list too, so that the cursor of another one is refused. */
const ORDER = "runs,-id";

/** Runs of the reports that the caller may view, newest first. One round trip. */
export async function listRuns(ctx: Ctx, query: ListRuns): Promise<Page<RunView>> {
  const filter = { status: query.status, reportId: query.report_id };
  const lists = listParams(ctx, filter);
  const [afterId] = cursorKeys(query.cursor, ORDER) ?? [];
  const after = afterId == null ? null : String(afterId);
  const offset = after === null ? (query.page - 1) * query.page_size : 0;
  const [found, counted] = await ctx.d1.batch<StoredRow>([
    // The page stands first in the join, and so the rows come in its order.
    ctx.d1
      .prepare(
        `SELECT ${RUN_COLUMNS} FROM (${listedPage(filter)}) AS page CROSS JOIN runs ON runs.id = page.run_id`,
      )
      .bind(...lists, after, query.page_size + 1, offset),
    ctx.d1.prepare(countListed(filter)).bind(...lists),
  ]);
  const rows = found?.results.map(readRun) ?? [];
  const shown = rows.slice(0, query.page_size);
  const last = rows.length > query.page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: await Promise.all(shown.map((run) => runView(ctx, run, ctx.origin, ctx.actor))),
    total: Number(counted?.results[0]?.total ?? 0),
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.id] }) : null,
  });
}
