import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { templates } from "../../db/schema";
import { notFound, Problem } from "../../http/problem";
import { systemTemplate } from "./system";
import type { ListedTemplate } from "./view";

/** A template's columns with its owner's name. Names written out: drizzle leaves the table away. */
export const listedColumns = {
  ...getTableColumns(templates),
  createdByName: sql<string | null>`(SELECT u.name FROM users u
    WHERE u.workspace_id = templates.workspace_id AND u.id = templates.created_by)`.as("created_by_name"),
};

/** One template of the caller's workspace. A statement, for use alone or in a batch. */
export const selectTemplate = (ctx: Ctx, id: string) =>
  ctx.db
    .select(listedColumns)
    .from(templates)
    .where(and(eq(templates.id, id), eq(templates.workspaceId, ctx.workspaceId)));

/** Throws 404 for a template that is not there or another workspace's. */
export function presentTemplate(row: ListedTemplate | undefined): ListedTemplate {
  if (!row) throw notFound("template");
  return row;
}

/** One template that can be changed: 404 when there is none such, 403 when it is a system template. One round trip. */
export async function findOwnTemplate(ctx: Ctx, id: string): Promise<ListedTemplate> {
  if (systemTemplate(id)) {
    throw new Problem(
      "forbidden",
      "System templates are read-only: clone it, or make a template of your own.",
    );
  }
  const [row] = await selectTemplate(ctx, id);
  return presentTemplate(row);
}
