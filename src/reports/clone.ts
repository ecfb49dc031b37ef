import { sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { newId } from "../db/ids";
import type { DatasetRow, ReportRow } from "../db/schema";
import { fieldErrors } from "../http/field-errors";
import { invalid, Problem } from "../http/problem";
import { requireCreate } from "../identity/policy";
import { withOverrides } from "./config/overrides";
import { datasetColumns, resolveDefinition } from "./config/resolve";
import type { ReportConfig } from "./config/schema";
import { copyInlineData } from "./inline/copy-data";
import { templateOf } from "./inline/plan";
import { inlineConfigSchema } from "./inline/schemas";
import { removeInlineData } from "./inline/store";
import { selectNearestDatasets } from "./nearest-datasets";
import { insertReport, newReport, type ReportFacts } from "./new-report";
import type { CloneReport, Report } from "./schemas";
import { type FoundReport, permitted, selectReport } from "./store";
import { reportView } from "./view";

/**
 * Makes a report like another that the caller may view: a private draft of the caller's own, shared with nobody,
 * without history or schedule. The config is checked with its overrides; data that came with an inline report are
 * copied. Two round trips.
 */
export async function cloneReport(ctx: Ctx, id: string, input: CloneReport): Promise<Report> {
  requireCreate(ctx.actor.role);
  const configs = sql`SELECT config FROM reports WHERE id = ${id} AND workspace_id = ${ctx.workspaceId}
    UNION ALL SELECT dataset_ids FROM reports WHERE id = ${id} AND workspace_id = ${ctx.workspaceId}
    UNION ALL SELECT ${JSON.stringify(input.config_overrides ?? {})}`;
  const [[found], candidates] = await ctx.db.batch([
    selectReport(ctx, id),
    selectNearestDatasets(ctx, configs),
  ]);
  const source = permitted(ctx, found, "view");
  const { kind, reportType, clientId } = source;
  const facts = {
    kind,
    reportType,
    clientId,
    name: input.name,
    description: input.description === undefined ? source.description : input.description,
    config: withOverrides(source.config, input.config_overrides),
  };
  const change = { action: "report.clone", description: `Cloned from ${source.name}` };
  const row =
    kind === "inline"
      ? await storeInline(ctx, facts, source, change)
      : await storeBuilt(ctx, facts, source, candidates, change);
  return reportView({ ...row, createdByName: ctx.actor.name });
}

type Change = Parameters<typeof insertReport>[2];

async function storeBuilt(
  ctx: Ctx,
  facts: ReportFacts,
  source: FoundReport,
  candidates: readonly DatasetRow[],
  change: Change,
): Promise<ReportRow> {
  if (source.kind !== "built") {
    throw new Problem("conflict", "An imported document has no config to make another report from.");
  }
  const { datasets } = resolveDefinition(facts, candidates, {
    now: ctx.now(),
    workspaceId: ctx.workspaceId,
    preferred: source.datasetIds,
  });
  const row = newReport(ctx, { ...facts, ...datasetColumns(datasets) });
  await ctx.db.batch(insertReport(ctx, row, change));
  return row;
}

async function storeInline(
  ctx: Ctx,
  facts: ReportFacts,
  source: FoundReport,
  change: Change,
): Promise<ReportRow> {
  requireInlineConfig(facts.config);
  const now = ctx.now();
  const reportId = newId("report", now);
  const place = { workspaceId: ctx.workspaceId, reportId, dataId: newId("data", now) };
  const keys = await copyInlineData(ctx.bucket, source.dataKey, place);
  const row = newReport(ctx, { ...facts, id: reportId, dataKey: keys.dataKey });
  try {
    await ctx.db.batch(insertReport(ctx, row, change));
  } catch (error) {
    await removeInlineData(ctx.bucket, keys);
    throw error;
  }
  return row;
}

/** 422 unless it is what an inline report may be told besides its data. */
function requireInlineConfig(config: ReportConfig): void {
  const read = inlineConfigSchema.safeParse(config);
  if (!read.success) {
    const errors = Object.entries(fieldErrors(read.error.issues, "", inlineConfigSchema));
    throw invalid(Object.fromEntries(errors.map(([path, texts]) => [`config.${path}`, texts])));
  }
  templateOf(read.data.template, "config.template");
}
