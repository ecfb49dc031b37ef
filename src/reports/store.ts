import { and, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type ReportRow, reports } from "../db/schema";
import { notFound } from "../http/problem";
import { type ReportAction, requireReport } from "../identity/policy";

/** A report's row with its owner's name. */
export type ListedReport = ReportRow & { createdByName: string | null };
/** The same with what permission rests on. */
export type FoundReport = ListedReport & { sharedWithMe: boolean };

const listed = {
  ...getTableColumns(reports),
  // Names written out: drizzle leaves the table away, and a bare workspace_id would be the users' own.
  createdByName: sql<string | null>`(SELECT u.name FROM users u
    WHERE u.workspace_id = reports.workspace_id AND u.id = reports.created_by)`.as("created_by_name"),
};

const sharedWith = (userId: string) =>
  sql<boolean>`EXISTS (SELECT 1 FROM report_shares s
    WHERE s.report_id = reports.id AND s.workspace_id = reports.workspace_id AND s.user_id = ${userId})`
    .mapWith(Boolean)
    .as("shared_with_me");

/** One report of the caller's workspace, deleted or not as asked. A statement, for use alone or in a batch. */
export function selectReport(
  ctx: Ctx,
  id: string | SQL,
  { deleted = false }: { deleted?: boolean | "either" } = {},
) {
  const isDeleted = sql`${reports.deletedAt} IS NOT NULL`;
  return ctx.db
    .select({ ...listed, sharedWithMe: sharedWith(ctx.actor.id) })
    .from(reports)
    .where(
      and(
        eq(reports.id, id),
        eq(reports.workspaceId, ctx.workspaceId),
        deleted === "either" ? undefined : deleted ? isDeleted : isNull(reports.deletedAt),
      ),
    );
}

/** The report if the caller may do this with it: 404 when the workspace has none such, 403 when it has. */
export function permitted(ctx: Ctx, found: FoundReport | undefined, action: ReportAction): FoundReport {
  if (!found) throw notFound("report");
  requireReport(action, ctx.actor, found);
  return found;
}

/** When a change of a report is said to be made: behind the one before, within a millisecond too, so that they differ. */
export const timeOfChange = (now: Date, { updatedAt }: Pick<ReportRow, "updatedAt">): string =>
  new Date(Math.max(now.getTime(), Date.parse(updatedAt) + 1)).toISOString();
