import { z } from "@hono/zod-openapi";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { areFound, hasText } from "../../datasets/has-text";
import { templates } from "../../db/schema";
import { cursorKeys, writeCursor } from "../../http/cursor";
import { type Page, pageOf, pageQuery } from "../../http/paging";
import type { Template } from "./schemas";
import { listedColumns } from "./store";
import { SYSTEM_TEMPLATES, systemTemplate } from "./system";
import type { SystemTemplate } from "./template";
import { systemTemplateView, templateView } from "./view";

export const listTemplatesQuery = pageQuery.extend({
  template_type: z.string().max(100).optional(),
  is_system: z.stringbool().optional().openapi({ type: "boolean" }),
  search: z.string().max(200).optional().openapi({ description: "In the name or the description." }),
});
export type ListTemplates = z.infer<typeof listTemplatesQuery>;

/** Cursors of this list: system templates in their own order, then the workspace's, newest first. */
const ORDER = "system,-id";

/** System templates first, then the workspace's own, newest first: one list, one total. One round trip. */
export async function listTemplates(ctx: Ctx, query: ListTemplates): Promise<Page<Template>> {
  const [after] = cursorKeys(query.cursor, ORDER) ?? [];
  const afterId = after == null ? undefined : String(after);
  const system =
    query.is_system === false ? [] : SYSTEM_TEMPLATES.filter((template) => isWanted(template, query));
  const rest = afterId === undefined ? system : system.slice(placeBehind(system, afterId));
  const offset = afterId === undefined ? (query.page - 1) * query.page_size : 0;
  const shownSystem = rest.slice(offset, offset + query.page_size);
  const room = query.page_size - shownSystem.length;
  const own = await ownTemplates(ctx, query, {
    afterId: afterId !== undefined && systemTemplate(afterId) ? undefined : afterId,
    offset: Math.max(0, offset - rest.length),
    limit: room + 1,
  });
  const items = [
    ...shownSystem.map((template) => systemTemplateView(ctx, template)),
    ...own.rows.slice(0, room).map((row) => templateView(ctx, row)),
  ];
  const last = offset + shownSystem.length < rest.length || own.rows.length > room ? items.at(-1) : undefined;
  return pageOf({
    items,
    total: system.length + own.total,
    page: query.page,
    page_size: query.page_size,
    next_cursor: last ? writeCursor({ order: ORDER, keys: [last.id] }) : null,
  });
}

/** Where the list goes on behind a template: behind all system templates when it is none of them. */
function placeBehind(system: readonly SystemTemplate[], id: string): number {
  const place = SYSTEM_TEMPLATES.findIndex((template) => template.id === id);
  const next = system.findIndex((template) => SYSTEM_TEMPLATES.indexOf(template) > place);
  return place < 0 || next < 0 ? system.length : next;
}

function isWanted({ type, name, description }: SystemTemplate, query: ListTemplates): boolean {
  return areFound([name, description], query.search ?? "") && (query.template_type ?? type) === type;
}

async function ownTemplates(
  ctx: Ctx,
  { is_system, template_type, search }: ListTemplates,
  { afterId, offset, limit }: { afterId: string | undefined; offset: number; limit: number },
) {
  if (is_system === true) return { rows: [], total: 0 };
  const wanted = and(
    eq(templates.workspaceId, ctx.workspaceId),
    template_type === undefined ? undefined : eq(templates.templateType, template_type),
    search === undefined ? undefined : hasText([templates.name, templates.description], search),
  );
  const [rows, [count]] = await ctx.db.batch([
    ctx.db
      .select(listedColumns)
      .from(templates)
      .where(and(wanted, afterId === undefined ? undefined : lt(templates.id, afterId)))
      .orderBy(desc(templates.id))
      .limit(limit)
      .offset(offset),
    ctx.db
      .select({ total: sql<number>`count(*)`.as("total") })
      .from(templates)
      .where(wanted),
  ]);
  return { rows, total: count?.total ?? 0 };
}
