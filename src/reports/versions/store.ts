import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../context";
import { type ReportVersionRow, reportVersions } from "../../db/schema";

/** A version's row with the name of whoever made it. */
export type ListedVersion = ReportVersionRow & { readonly changedByName: string | null };

/** Versions of a report of the caller's workspace. A statement, for use in a batch. */
export const selectVersions = (ctx: Ctx, reportId: string, condition: SQL | undefined) =>
  ctx.db
    .select({
      ...getTableColumns(reportVersions),
      changedByName: sql<string | null>`(SELECT u.name FROM users u
        WHERE u.workspace_id = report_versions.workspace_id AND u.id = report_versions.changed_by)`.as(
        "changed_by_name",
      ),
    })
    .from(reportVersions)
    .where(
      and(
        eq(reportVersions.reportId, reportId),
        sql`+${reportVersions.workspaceId} = ${ctx.workspaceId}`,
        condition,
      ),
    );
