import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type RunRow, reports, runs } from "../db/schema";
import { notFound } from "../http/problem";
import { reportAccess } from "../identity/policy";

/** A run as views need it: without the frozen definition, which is long and only the work itself reads. */
export type ShownRun = Omit<RunRow, "frozen">;

const { frozen: _, ...shown } = getTableColumns(runs);
export const shownRunColumns = shown;

/** A run's row with what tells whether the caller may see its report. */
const withAccess = (ctx: Ctx) => ({
  run: shownRunColumns,
  createdBy: sql<string>`${reports.createdBy}`.as("report_created_by"),
  visibility: sql<"private" | "workspace">`${reports.visibility}`.as("report_visibility"),
  sharedWithMe: sql<boolean>`EXISTS (SELECT 1 FROM report_shares s
    WHERE s.report_id = ${runs.reportId} AND s.user_id = ${ctx.actor.id})`
    .mapWith(Boolean)
    .as("shared_with_me"),
});

/** One run of a report that the caller may view. One round trip; 404 otherwise. */
export async function findRun(ctx: Ctx, id: string): Promise<ShownRun> {
  const [found] = await ctx.db
    .select(withAccess(ctx))
    .from(runs)
    .innerJoin(reports, eq(reports.id, runs.reportId))
    .where(and(eq(runs.id, id), eq(runs.workspaceId, ctx.workspaceId), sql`${reports.deletedAt} IS NULL`));
  if (!found || !reportAccess(ctx.actor, found).view) throw notFound("run");
  return found.run;
}

/** A report's run: the named one, that of a version, or the newest completed (or newest at all). A statement. */
export function selectRunOf(
  ctx: Ctx,
  reportId: string,
  which: { runId?: string | undefined; version?: number | undefined; completed?: boolean },
) {
  return ctx.db
    .select(shownRunColumns)
    .from(runs)
    .where(
      and(
        eq(runs.reportId, reportId),
        // The plus keeps SQLite on the report's own index; the other would walk the workspace.
        sql`+${runs.workspaceId} = ${ctx.workspaceId}`,
        which.runId === undefined ? undefined : eq(runs.id, which.runId),
        which.version === undefined ? undefined : eq(runs.versionNumber, which.version),
        which.completed ? eq(runs.status, "completed") : undefined,
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
}
