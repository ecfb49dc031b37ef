import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type RunRow, runs } from "../db/schema";
import { notFound } from "../http/problem";
import { type ReportAccess, reportAccess } from "../identity/policy";
import { readerOf, type StoredRow } from "../reports/stored";

/** A run as views need it: without the frozen definition, which is long and only the work itself reads. */
export type ShownRun = Omit<RunRow, "frozen">;

const { frozen: _, ...shown } = getTableColumns(runs);
export const shownRunColumns = shown;

export const RUN_COLUMNS = Object.values(shown)
  .map(({ name }) => `runs."${name}"`)
  .join(", ");
/** Reads what such SQL gives, as the most frequent reads do: see reports/stored.ts. */
export const readRun: (row: StoredRow) => ShownRun = readerOf(runs);

type FoundRow = StoredRow & {
  report_created_by: string;
  report_visibility: "private" | "workspace";
  shared_with_me: number;
};
/** A run with what tells whether the caller may see its report. Parameters: run, workspace, user. */
const FIND = `SELECT ${RUN_COLUMNS}, r.created_by AS report_created_by, r.visibility AS report_visibility,
    EXISTS (SELECT 1 FROM report_shares AS s
      WHERE s.report_id = runs.report_id AND s.workspace_id = ?2 AND s.user_id = ?3) AS shared_with_me
  FROM runs JOIN reports AS r ON r.id = runs.report_id
  WHERE runs.id = ?1 AND runs.workspace_id = ?2 AND r.deleted_at IS NULL`;

/** A report's run, the named one or the newest at all, for `readRun`. Parameters: report, workspace, run or null. */
export const SELECT_RUN = `SELECT ${RUN_COLUMNS} FROM runs
  WHERE id = coalesce(?3, (SELECT max(id) FROM runs WHERE report_id = ?1)) AND report_id = ?1 AND workspace_id = ?2`;

/** One run of a report that the caller may view. One round trip; 404 otherwise. */
export async function findRun(ctx: Ctx, id: string): Promise<ShownRun> {
  return (await findRunWithAccess(ctx, id)).run;
}

/** The same with what the caller may do with the run's report. */
export async function findRunWithAccess(
  ctx: Ctx,
  id: string,
): Promise<{ run: ShownRun; access: ReportAccess }> {
  const { results } = await ctx.d1.prepare(FIND).bind(id, ctx.workspaceId, ctx.actor.id).all<FoundRow>();
  const [found] = results;
  const access =
    found &&
    reportAccess(ctx.actor, {
      createdBy: found.report_created_by,
      visibility: found.report_visibility,
      sharedWithMe: Boolean(found.shared_with_me),
    });
  if (!found || !access?.view) throw notFound("run");
  return { run: readRun(found), access };
}

/** A report's run: that of a version, the newest version's (they have rows), or the newest at all. A statement. */
export function selectRunOf(
  ctx: Ctx,
  reportId: string,
  which: { version?: number | undefined; withVersion?: boolean },
) {
  // Runs that were begun earlier may be completed later: the newest file is that of the highest version.
  const byVersion = which.withVersion || which.version !== undefined;
  return ctx.db
    .select(shownRunColumns)
    .from(runs)
    .where(
      and(
        eq(runs.reportId, reportId),
        // The plus keeps SQLite on the report's own index; the other would walk the workspace.
        sql`+${runs.workspaceId} = ${ctx.workspaceId}`,
        which.version === undefined ? undefined : eq(runs.versionNumber, which.version),
        byVersion ? sql`${runs.versionNumber} IS NOT NULL` : undefined,
      ),
    )
    .orderBy(byVersion ? desc(runs.versionNumber) : desc(runs.id))
    .limit(1);
}
