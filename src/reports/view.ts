import type { RunRow } from "../db/schema";
import { etagOf } from "../http/etag";
import { isShared } from "./is-shared";
import type { Execution, Report } from "./schemas";
import type { ListedReport } from "./store";

/** The report as clients see it. */
export function reportView(row: ListedReport): Report {
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    kind: row.kind,
    uid: row.uid,
    report_id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    visibility: row.visibility,
    config: row.config,
    report_type: row.reportType,
    client_id: row.clientId,
    created_by: row.createdBy,
    created_by_name: row.createdByName,
    is_shared: isShared(row),
    shared_count: row.sharedCount,
    version_number: row.versionNumber,
    last_execution: row.lastExecution,
    last_generated_at: row.lastGeneratedAt,
    last_generated_by: row.lastGeneratedBy,
    next_scheduled_run: row.nextScheduledRun,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
  };
}

/** A run as an entry of a report's history (seed 001's shape). */
export function executionView(run: Omit<RunRow, "frozen" | "files" | "error">): Execution {
  return {
    id: run.id,
    executed_by: run.generatedBy,
    executed_by_name: run.executedByName,
    status: run.status,
    reason: run.reason,
    rows_returned: run.rowsReturned,
    execution_time_ms: run.executionTimeMs,
    result_summary: run.resultSummary,
    executed_at: run.startedAt ?? run.createdAt,
  };
}

/** Changes with every change of the report. */
export const reportVersionTag = (row: { id: string; versionNumber: number; updatedAt: string }) =>
  etagOf(row.id, row.versionNumber, row.updatedAt);
