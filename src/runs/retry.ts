import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { insertIf } from "../db/insert-if";
import type { DatasetRow } from "../db/schema";
import { type RunRow, runs } from "../db/schema";
import { notFound, Problem } from "../http/problem";
import { audit } from "../identity/audit";
import type { Format } from "../render/renderer";
import type { Definition } from "../reports/config/definition";
import { resolveDefinition, selectDatasetsOf } from "../reports/config/resolve";
import { type FoundReport, permitted, selectReport } from "../reports/store";
import { frozenOf } from "./frozen";
import { liveOf } from "./live-run";
import { runRowFor } from "./new-run";

import { wakeConsumer } from "./start";

/** How often a failed run may be tried again by hand, whichever run of the chain is named. */
export const MOST_RETRIES = 5;

/**
 * Tries a failed run again as a new one, linked to the first of its chain: what was asked for then, over the data
 * of today. Throws 409 for a run that has not failed, and after five retries. Two round trips.
 */
export async function retry(ctx: Ctx, id: string): Promise<RunRow> {
  const { run, report, candidates, retries } = await look(ctx, id);
  if (run.status !== "failed")
    throw new Problem("conflict", `Only a failed run is tried again; this one is ${run.status}.`);
  if (retries >= MOST_RETRIES)
    throw new Problem(
      "conflict",
      `This run was tried again ${MOST_RETRIES} times. Generate the report anew.`,
    );
  const first = run.retryOf ?? run.id;
  const frozen = frozenOf(run);
  const row: RunRow = {
    ...runRowFor({
      workspaceId: ctx.workspaceId,
      report,
      definition: isGiven(frozen.definition)
        ? frozen.definition
        : definitionOfToday(ctx, report, frozen.config, candidates),
      config: frozen.config,
      formats: run.formats as Format[],
      trigger: "retry",
      requester: { id: ctx.actor.id, name: ctx.actor.name },
      origin: ctx.origin,
      now: ctx.now(),
      settings: ctx.settings,
      change: frozen.change,
      dataKey: frozen.data_key,
      filename: frozen.filename,
    }),
    retryOf: first,
    retryNumber: retries + 1,
  };
  const isNext = sql`NOT EXISTS (SELECT 1 FROM runs WHERE retry_of = ${first} AND retry_number = ${retries + 1})`;
  const [, [written]] = await ctx.db.batch([
    insertIf(ctx.db, runs, row, isNext),
    ctx.db.select().from(runs).where(eq(runs.id, row.id)),
    audit(ctx, "run.retry", run.id),
  ]);
  if (!written) throw new Problem("conflict", "This run is being tried again at the same moment.");
  ctx.later(liveOf(ctx, written).publish("queued", written));
  wakeConsumer(ctx, written);
  return written;
}

/** The run, its report if the caller may generate it, and how often the chain was retried. One round trip. */
async function look(ctx: Ctx, id: string) {
  const reportId = sql`(SELECT report_id FROM runs WHERE id = ${id} AND workspace_id = ${ctx.workspaceId})`;
  const chain = sql`(SELECT coalesce(retry_of, id) FROM runs WHERE id = ${id})`;
  const [[run], [found], candidates, [chained]] = await ctx.db.batch([
    ctx.db
      .select()
      .from(runs)
      .where(and(eq(runs.id, id), eq(runs.workspaceId, ctx.workspaceId))),
    selectReport(ctx, reportId),
    selectDatasetsOf(ctx, reportId),
    ctx.db
      .select({ retries: sql<number>`coalesce(max(retry_number), 0)`.as("retries") })
      .from(runs)
      .where(sql`retry_of = ${chain}`),
  ]);
  if (!run || !found) throw notFound("run");
  const report = permitted(ctx, found, "generate");
  return { run, report, candidates, retries: chained?.retries ?? 0 };
}

function definitionOfToday(
  ctx: Ctx,
  report: FoundReport,
  config: Record<string, unknown>,
  candidates: readonly DatasetRow[],
): Definition {
  const options = { now: ctx.now(), workspaceId: ctx.workspaceId, preferred: report.datasetIds };
  return resolveDefinition({ ...report, config }, candidates, options).definition;
}

/** Whether the run's rows came with a request: they are still where they were. */
const isGiven = ({ sections }: Definition) =>
  sections.some((section) => section.kind !== "text" && section.source.kind === "given");
