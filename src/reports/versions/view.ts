import type { FoundReport } from "../store";
import type { Version } from "./schemas";
import type { ListedVersion } from "./store";

/** A version as clients see it. */
export function versionView(row: ListedVersion, report: Pick<FoundReport, "versionNumber">): Version {
  return {
    version_number: row.versionNumber,
    change_type: row.changeType as Version["change_type"],
    change_description: row.changeDescription,
    changed_at: row.changedAt,
    changed_by: row.changedBy,
    changed_by_name: row.changedByName,
    verified_at: null,
    row_count: row.rowCount,
    content_preview: null,
    is_latest: row.versionNumber === report.versionNumber,
    run_id: row.runId,
  };
}
