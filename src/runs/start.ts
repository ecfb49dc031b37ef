import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { datasets, type RunRow, runs } from "../db/schema";
import { audit } from "../identity/audit";
import { DEFAULT_FORMATS } from "../reports/config/definition";
import { resolveDefinition } from "../reports/config/resolve";
import type { ReportConfig } from "../reports/config/schema";
import { permitted, selectReport } from "../reports/store";
import type { Frozen } from "./frozen";
import { liveOf } from "./live-run";
import type { Generate } from "./schemas";

/**
 * Starts a generation: the run row is written with a frozen copy of what was asked for, then the Generator is
 * woken. A lost wake-up is found by the sweeper. Two round trips.
 */
export async function startRun(ctx: Ctx, reportId: string, request: Generate): Promise<RunRow> {
  const [[found], candidates] = await ctx.db.batch([
    selectReport(ctx, reportId),
    ctx.db
      .select()
      .from(datasets)
      .where(sql`${eq(datasets.workspaceId, ctx.workspaceId)}
        AND ${datasets.id} = (SELECT dataset_id FROM reports WHERE id = ${reportId})`),
  ]);
  const report = permitted(ctx, found, "generate");
  const stored = report.config as ReportConfig;
  const config: ReportConfig = {
    ...stored,
    ...(request.filters ? { filters: { ...stored.filters, ...request.filters } } : {}),
    ...(request.limit === undefined ? {} : { limit: request.limit }),
  };
  const { definition } = resolveDefinition({ ...report, config }, candidates, report.datasetId, "filters");
  const formats = request.formats ?? request.format ?? stored.formats ?? DEFAULT_FORMATS;
  const now = ctx.now();
  const frozen: Frozen = {
    definition,
    config,
    requester: { id: ctx.actor.id, name: ctx.actor.name },
    origin: ctx.origin,
  };
  const row: RunRow = {
    id: newId("run", now),
    workspaceId: ctx.workspaceId,
    reportId,
    reportName: report.name,
    versionNumber: null,
    trigger: "manual",
    status: "queued",
    reason: null,
    error: null,
    attempt: 0,
    maxAttempts: ctx.settings.RUN_MAX_ATTEMPTS,
    percent: 0,
    stage: "queued",
    rowsDone: 0,
    rowsTotal: null,
    rowsReturned: null,
    truncated: false,
    formats: [...formats],
    files: [],
    frozen,
    resultSummary: {
      field_count: definition.sections.reduce((count, { columns }) => count + columns.length, 0),
      has_chart: definition.sections.some(({ chart }) => chart !== null),
      filter_count: definition.filters.length,
      section_count: definition.sections.length,
    },
    generatedBy: ctx.actor.id,
    executedByName: ctx.actor.name,
    executionTimeMs: null,
    availableAt: now.toISOString(),
    leaseUntil: null,
    createdAt: now.toISOString(),
    startedAt: null,
    completedAt: null,
    expiresAt: null,
  };
  await ctx.db.batch([ctx.db.insert(runs).values(row), audit(ctx, "report.generate", reportId)]);
  ctx.later(liveOf(ctx, row).publish("queued", row));
  return row;
}

/** Wakes a consumer for a waiting run, after the answer. */
export function wakeConsumer(ctx: Ctx, run: RunRow): void {
  ctx.later(ctx.jobs.send({ kind: "run", run_id: run.id }));
}
