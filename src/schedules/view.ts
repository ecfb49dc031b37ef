import { etagOf } from "../http/etag";
import type { Reason } from "../runs/schemas";
import { recurrenceOf } from "./recurrence";
import type { Schedule } from "./schemas";
import type { FoundSchedule } from "./store";
import { zonedText } from "./time-zone";

/** The schedule as clients see it. */
export function scheduleView(row: FoundSchedule): Schedule {
  const { anchor: _, ...rule } = recurrenceOf(row);
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    report_id: row.reportId,
    report_name: row.reportName,
    key: row.key,
    name: row.name,
    ...rule,
    exclude_dates: [...rule.exclude_dates],
    formats: row.formats,
    filters: row.filters,
    filename_template: row.filenameTemplate,
    misfire: row.misfire,
    overlap: row.overlap,
    send_if: row.sendIf,
    deliveries: row.deliveries.map((delivery) =>
      delivery.type === "email" ? { ...delivery, to: [...delivery.to] } : delivery,
    ),
    unsubscribed: [...row.unsubscribed],
    status: row.paused ? "paused" : row.nextRun === null ? "ended" : "active",
    next_run: row.nextRun,
    next_run_local: row.nextRun && zonedText(new Date(row.nextRun), rule.time_zone),
    last_run: lastRun(row),
    consecutive_failures: row.failures,
    paused: row.paused,
    paused_reason: row.pausedReason,
    paused_message: row.pausedMessage,
    created_by: row.createdBy,
    created_by_name: row.createdByName,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** The last run, or the last slot when it came to none and is newer. */
function lastRun(row: FoundSchedule): Schedule["last_run"] {
  const isRefused = row.lastOutcome === "refused" && (row.lastSlotAt ?? "") > (row.lastRunAt ?? "");
  if (isRefused && row.lastSlotAt)
    return {
      run_id: null,
      status: "failed",
      reason: "bad_config",
      message: row.lastSlotNote,
      at: row.lastSlotAt,
    };
  if (!row.lastRunId || !row.lastStatus || !row.lastRunAt) return null;
  return {
    run_id: row.lastRunId,
    status: row.lastStatus,
    reason: row.lastReason as Reason | null,
    message: row.lastError,
    at: row.lastRunAt,
  };
}

/** Of the schedule's state, which a client changes: not of what the tick and its runs do. */
export const scheduleTag = ({ id, updatedAt }: FoundSchedule) => etagOf(id, updatedAt);
