import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { type ReportRow, reports, reportVersions } from "../db/schema";
import { audit } from "../identity/audit";

/** What somebody decides about a new report; the rest is the same for all. */
export type ReportFacts = Pick<ReportRow, "kind" | "name" | "description" | "config"> &
  Partial<
    Pick<
      ReportRow,
      | "id"
      | "uid"
      | "status"
      | "visibility"
      | "reportType"
      | "clientId"
      | "datasetId"
      | "datasetIds"
      | "dataKey"
    >
  >;

/** The row of a report that begins now: the caller's own, a private draft unless said otherwise, never run. */
export function newReport(ctx: Ctx, facts: ReportFacts): ReportRow {
  const now = ctx.now();
  return {
    id: newId("report", now),
    workspaceId: ctx.workspaceId,
    uid: null,
    status: "draft",
    visibility: "private",
    reportType: null,
    clientId: null,
    datasetId: null,
    datasetIds: [],
    dataKey: null,
    sharedCount: 0,
    versionNumber: 1,
    lastExecution: null,
    lastGeneratedAt: null,
    lastGeneratedBy: null,
    nextScheduledRun: null,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    deletedAt: null,
    ...facts,
  };
}

/** The report with its first version and the audit row: statements for one batch. */
export function insertReport(
  ctx: Ctx,
  row: ReportRow,
  { action, description }: { readonly action: string; readonly description: string },
) {
  return [
    ctx.db.insert(reports).values(row),
    ctx.db.insert(reportVersions).values({
      reportId: row.id,
      versionNumber: row.versionNumber,
      workspaceId: row.workspaceId,
      changeType: "create",
      changeDescription: description,
      config: row.config,
      changedBy: row.createdBy,
      changedAt: row.createdAt,
      name: row.name,
      description: row.description,
      datasetIds: row.datasetIds,
      dataKey: row.dataKey,
    }),
    audit(ctx, action, row.id),
  ] as const;
}
