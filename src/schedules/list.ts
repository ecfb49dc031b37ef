import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import { type Schedule, scheduleKey } from "./schemas";
import { countSchedules, selectSchedules } from "./store";
import { scheduleView } from "./view";

export const listSchedulesQuery = pageQuery.extend({
  report_id: z.string().optional(),
  key: scheduleKey.optional(),
  paused: z.stringbool().optional().openapi({ type: "boolean" }),
});
export type ListSchedules = z.infer<typeof listSchedulesQuery>;

/** Names the list too, so that the cursor of another one is refused. */
const ORDER = "schedules,-id";

/** The schedules that the caller may manage, newest first. One round trip. */
export async function listSchedules(ctx: Ctx, query: ListSchedules): Promise<Page<Schedule>> {
  const filter = { reportId: query.report_id, key: query.key, paused: query.paused };
  const [afterId] = cursorKeys(query.cursor, ORDER) ?? [];
  const [rows, [count]] = await ctx.db.batch([
    selectSchedules(ctx, filter, {
      limit: query.page_size + 1,
      offset: afterId ? 0 : (query.page - 1) * query.page_size,
      after: afterId ? String(afterId) : undefined,
    }),
    countSchedules(ctx, filter),
  ]);
  const shown = rows.slice(0, query.page_size);
  const last = rows.length > query.page_size ? shown.at(-1) : undefined;
  return pageOf({
    items: shown.map(scheduleView),
    total: count?.total ?? 0,
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.id] }) : null,
  });
}
