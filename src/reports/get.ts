import type { Ctx } from "../context";
import { type DatasetRow, datasets } from "../db/schema";
import { tagShowing } from "../http/etag";
import { available } from "./available";
import type { Execution, ReportDetail } from "./schemas";
import { permitted } from "./store";
import { readerOf, readFound, SELECT_REPORT, type StoredRow } from "./stored";
import { reportVersionTag, reportView } from "./view";

/** Parameters of each: report, workspace. The plus keeps SQLite from walking all that the workspace has. */
const SHARED_WITH = `SELECT s.user_id AS id, u.name, u.email FROM report_shares AS s
  LEFT JOIN users AS u ON u.workspace_id = s.workspace_id AND u.id = s.user_id
  WHERE s.report_id = ?1 AND +s.workspace_id = ?2 ORDER BY s.user_id`;
const HISTORY = `SELECT id, generated_by AS executed_by, executed_by_name, status, reason, rows_returned,
    execution_time_ms, result_summary, coalesce(started_at, created_at) AS executed_at
  FROM runs WHERE report_id = ?1 AND +workspace_id = ?2 ORDER BY id DESC LIMIT 10`;
const DATASETS = `SELECT * FROM datasets WHERE workspace_id = ?2
  AND id IN (SELECT noted.value FROM reports, json_each(reports.dataset_ids) AS noted WHERE reports.id = ?1)`;

const readDataset = readerOf(datasets);

/** A report with its history, who it is shared with, and what its config may name. One round trip. */
export async function getReport(ctx: Ctx, id: string): Promise<{ report: ReportDetail; tag: string }> {
  const { d1, workspaceId, actor } = ctx;
  const [found, sharedWith, history, over] = await d1.batch<StoredRow>([
    d1.prepare(SELECT_REPORT).bind(id, workspaceId, actor.id),
    ...[SHARED_WITH, HISTORY, DATASETS].map((text) => d1.prepare(text).bind(id, workspaceId)),
  ]);
  const [stored] = found?.results ?? [];
  const row = permitted(ctx, stored && readFound(stored), "view");
  const report: ReportDetail = {
    ...reportView(row),
    shared_with_list: (sharedWith?.results ?? []) as ReportDetail["shared_with_list"],
    execution_history: (history?.results ?? []).map(storedExecution),
    ...available(inSectionOrder((over?.results ?? []).map(readDataset), row.datasetIds)),
  };
  return { report, tag: tagShowing(reportVersionTag(row), report) };
}

const storedExecution = (run: StoredRow) =>
  ({ ...run, result_summary: JSON.parse(String(run.result_summary)) }) as Execution;

const inSectionOrder = (found: readonly DatasetRow[], ids: readonly (string | null)[]) =>
  found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
