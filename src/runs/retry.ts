import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { selectDatasetsOf } from "../datasets/choose";
import { insertIf } from "../db/insert-if";
import { type RunRow, runs } from "../db/schema";
import { notFound, Problem } from "../http/problem";
import { audit } from "../identity/audit";
import type { Definition } from "../reports/config/definition";
import { permitted, selectReport } from "../reports/store";
import { frozenOf } from "./frozen";
import { liveOf } from "./live-run";
import { runRowFor } from "./new-run";
import { wakeConsumer } from "./start";
import { defineRun } from "./terms";

/** How often a failed run may be tried again by hand, whichever run of the chain is named. */
export const MOST_RETRIES = 5;

/**
 * Tries a failed run again as a new one, linked to the first of its chain: what was asked for then, over the data
 * of today, and for the same schedule, whose recipients it reaches. Throws 409 for a run that has not failed, and
 * after five retries. Two round trips.
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
  const { terms = {} } = frozen;
  const row: RunRow = {
    ...runRowFor({
      workspaceId: ctx.workspaceId,
      report,
      definition: isGiven(frozen.definition)
        ? frozen.definition
        : defineRun({ ...report, config: frozen.config }, candidates, terms, ctx.now()).definition,
      config: frozen.config,
      terms,
      formats: run.formats,
      trigger: "retry",
      requester: { id: ctx.actor.id, name: ctx.actor.name },
      origin: ctx.origin,
      now: ctx.now(),
      settings: ctx.settings,
      change: frozen.change,
      dataKey: frozen.data_key,
      filename: frozen.filename,
      scheduleId: run.scheduleId,
      slot: run.slot,
    }),
    retryOf: first,
    retryNumber: retries + 1,
  };
  const isNext = sql`NOT EXISTS (SELECT 1 FROM runs WHERE retry_of = ${first} AND retry_number = ${retries + 1})`;
  const [, , [written]] = await ctx.db.batch([
    insertIf(ctx.db, runs, row, isNext),
    audit(ctx, "run.retry", run.id),
    ctx.db.select().from(runs).where(eq(runs.id, row.id)),
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

/** Whether the run's rows came with a request: they are still where they were. */
const isGiven = ({ sections }: Definition) =>
  sections.some((section) => section.kind !== "text" && section.source.kind === "given");
