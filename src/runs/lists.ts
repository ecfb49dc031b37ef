import type { Ctx } from "../context";
import type { RunStatus } from "./machine";

/**
 * SQL over the lists of runs (migrations/control/0008_run_lists.sql). What it reads depends on the size of a page
 * and how far off it is, not on how many runs there are.
 */

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly reportId?: string | undefined;
}

/** Parameters 1 to 5 of the statements here: workspace, the caller's two audiences, report, status. */
export function listParams(
  { workspaceId, actor }: Ctx,
  { status, reportId }: RunFilter,
): readonly (string | null)[] {
  const audiences = actor.role === "admin" ? ["all", null] : [`user:${actor.id}`, "open"];
  return [workspaceId, ...audiences, reportId ?? null, status ?? null];
}

const list = (audience: string) =>
  `(SELECT id FROM run_lists WHERE workspace_id = ?1 AND audience = ${audience})`;

/** The caller's own list and the open one; instead a report's, if one of these two has its runs. */
const LISTS = {
  ofCaller: [list("?2"), list("?3")],
  ofReport: [
    `(SELECT id FROM run_lists WHERE workspace_id = ?1 AND audience = ?4 AND EXISTS (
      SELECT 1 FROM run_readers WHERE report_id = ?4 AND list_id IN (${list("?2")}, ${list("?3")})))`,
  ],
};

const listsFor = ({ reportId }: Pick<RunFilter, "reportId">) =>
  reportId === undefined ? LISTS.ofCaller : LISTS.ofReport;

/** How many runs there are in the lists. */
export const countListed = (filter: Pick<RunFilter, "reportId">): string =>
  `SELECT coalesce(sum(n), 0) AS total FROM run_counts
   WHERE list_id IN (${listsFor(filter).join(", ")}) AND (?5 IS NULL OR status = ?5)`;

/**
 * Ids of runs, newest first. Parameters 6 to 8: before which run (null for the newest), how many, how many to leave
 * out. SQLite merges what it reads in order: of each list no more than the page needs.
 */
export function listedPage(filter: RunFilter): string {
  const isWanted = filter.status === undefined ? "" : "AND status = ?5";
  const sources = listsFor(filter).map(
    (id) => `SELECT run_id FROM run_list_items
      WHERE list_id = ${id} ${isWanted} AND run_id < coalesce(?6, char(1114111))`,
  );
  return `${sources.join(" UNION ALL ")} ORDER BY run_id DESC LIMIT ?7 OFFSET ?8`;
}

/** How many runs a report has. Parameter: the report. */
export const COUNT_OF_REPORT = `SELECT coalesce(sum(n), 0) AS total FROM run_counts
  WHERE list_id = (SELECT id FROM run_lists WHERE audience = ?1)`;
