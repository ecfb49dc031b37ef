import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { type ReportRow, reports, reportVersions } from "../db/schema";
import { audit } from "../identity/audit";
import { requireCreate } from "../identity/policy";
import { resolveDefinition, selectDatasetsFor } from "./config/resolve";
import type { CreateReport, Report } from "./schemas";
import { reportView } from "./view";

/** Makes a report. The config is checked against its dataset: 422 names each offending item. */
export async function createReport(ctx: Ctx, input: CreateReport): Promise<Report> {
  requireCreate(ctx.actor.role);
  const description = input.description ?? null;
  const candidates = await selectDatasetsFor(ctx, input.config);
  const { dataset } = resolveDefinition({ ...input, description }, candidates);
  const now = ctx.now();
  const row: ReportRow = {
    id: newId("report", now),
    workspaceId: ctx.workspaceId,
    kind: "built",
    uid: null,
    name: input.name,
    description,
    status: input.status ?? "draft",
    visibility: input.visibility ?? "private",
    config: input.config,
    reportType: null,
    clientId: null,
    datasetId: dataset.id,
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
  };
  await ctx.db.batch([
    ctx.db.insert(reports).values(row),
    ctx.db.insert(reportVersions).values({
      reportId: row.id,
      versionNumber: 1,
      workspaceId: ctx.workspaceId,
      changeType: "create",
      changeDescription: "Report created",
      config: row.config,
      changedBy: ctx.actor.id,
      changedAt: row.createdAt,
    }),
    audit(ctx, "report.create", row.id),
  ]);
  return reportView({ ...row, createdByName: ctx.actor.name });
}
