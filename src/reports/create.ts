import { sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { requireCreate } from "../identity/policy";
import { followConfig, nextRunIn } from "../schedules/from-config";
import { datasetColumns, resolveDefinition, selectDatasetsFor } from "./config/resolve";
import { insertReport, newReport } from "./new-report";
import type { CreateReport, Report } from "./schemas";
import { reportView } from "./view";

/** Makes a report. The config is checked against its data: 422 names each offending item. Two round trips. */
export async function createReport(ctx: Ctx, input: CreateReport): Promise<Report> {
  requireCreate(ctx.actor.role);
  const candidates = await selectDatasetsFor(ctx, input.config);
  const { name, config, description = null, status = "draft", visibility = "private" } = input;
  const asked = { now: ctx.now(), workspaceId: ctx.workspaceId };
  const { datasets } = resolveDefinition({ name, description, config }, candidates, asked);
  const facts = { kind: "built", name, description, config, status, visibility } as const;
  const row = newReport(ctx, { ...facts, ...datasetColumns(datasets) });
  const results = await ctx.db.batch([
    ...insertReport(ctx, row, { action: "report.create", description: "Report created" }),
    ...followConfig(ctx, row, sql`true`),
  ]);
  return reportView({ ...row, ...nextRunIn(results), createdByName: ctx.actor.name });
}
