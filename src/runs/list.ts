import { z } from "@hono/zod-openapi";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { RUN_STATUSES, runs } from "../db/schema";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import { shownRunColumns } from "./find";
import { runView } from "./run-view";
import type { RunView } from "./schemas";

export const listRunsQuery = pageQuery.extend({
  status: z.enum(RUN_STATUSES).optional(),
  report_id: z.string().optional(),
});
export type ListRuns = z.infer<typeof listRunsQuery>;

/** Runs of the reports that the caller may view, newest first. One round trip. */
export async function listRuns(ctx: Ctx, query: ListRuns): Promise<Page<RunView>> {
  const me = ctx.actor.id;
  const visible =
    ctx.actor.role === "admin"
      ? sql`EXISTS (SELECT 1 FROM reports r WHERE r.id = ${runs.reportId} AND r.deleted_at IS NULL)`
      : sql`EXISTS (SELECT 1 FROM reports r WHERE r.id = ${runs.reportId} AND r.deleted_at IS NULL
          AND (r.created_by = ${me} OR r.visibility = 'workspace'
            OR EXISTS (SELECT 1 FROM report_shares s WHERE s.report_id = r.id
              AND s.workspace_id = r.workspace_id AND s.user_id = ${me})))`;
  const wanted = and(
    // The plus keeps SQLite on the report's own index when a report is named.
    query.report_id ? sql`+${runs.workspaceId} = ${ctx.workspaceId}` : eq(runs.workspaceId, ctx.workspaceId),
    query.status ? eq(runs.status, query.status) : undefined,
    query.report_id ? eq(runs.reportId, query.report_id) : undefined,
    visible,
  );
  const [afterId] = cursorKeys(query.cursor, "-id") ?? [];
  const [rows, [count]] = await ctx.db.batch([
    ctx.db
      .select(shownRunColumns)
      .from(runs)
      .where(and(wanted, afterId ? lt(runs.id, String(afterId)) : undefined))
      .orderBy(desc(runs.id))
      .limit(query.page_size + 1)
      .offset(afterId ? 0 : (query.page - 1) * query.page_size),
    ctx.db
      .select({ total: sql<number>`count(*)`.as("total") })
      .from(runs)
      .where(wanted),
  ]);
  const shown = rows.slice(0, query.page_size);
  const last = rows.length > query.page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: await Promise.all(shown.map((run) => runView(ctx, run, ctx.origin, ctx.actor))),
    total: count?.total ?? 0,
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: "-id", keys: [last.id] }) : null,
  });
}
