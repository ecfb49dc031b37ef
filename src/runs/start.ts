import type { Ctx } from "../context";
import { selectDatasetsOf } from "../datasets/choose";
import type { RunRow } from "../db/schema";
import { audit } from "../identity/audit";
import { permitted, selectReport } from "../reports/store";
import { liveOf } from "./live-run";
import { runRowFor } from "./new-run";
import { planRun } from "./plan";
import { insertUnlessAlike } from "./reuse";
import type { Generate } from "./schemas";

/** A run that answers a request, and whether it was there before. */
export interface Started {
  readonly run: RunRow;
  readonly cached: boolean;
  readonly coalesced: boolean;
  /** How many rows its sections read at most; left out: what came with a request. */
  readonly rows?: number;
}

/**
 * Starts a generation: the run row is written with a frozen copy of what was asked for, unless a run that is
 * alike can be given instead. The caller wakes the Generator; a lost wake-up is found by the sweeper. Two round
 * trips.
 */
export async function startRun(ctx: Ctx, reportId: string, request: Generate): Promise<Started> {
  const [[found], candidates] = await ctx.db.batch([
    selectReport(ctx, reportId),
    selectDatasetsOf(ctx, reportId),
  ]);
  const report = permitted(ctx, found, "generate");
  const plan = await planRun(ctx, report, candidates, request);
  const row = runRowFor({
    workspaceId: ctx.workspaceId,
    report,
    ...plan,
    trigger: "manual",
    requester: { id: ctx.actor.id, name: ctx.actor.name },
    origin: ctx.origin,
    now: ctx.now(),
    settings: ctx.settings,
  });
  const [insert, select] = insertUnlessAlike(ctx, row, {
    force: request.force ?? false,
    maxAgeSeconds: request.max_age_seconds,
  });
  const [, , [run]] = await ctx.db.batch([insert, audit(ctx, "report.generate", reportId), select]);
  if (!run) throw new Error("a run was neither written nor found");
  const rows = plan.datasets.reduce((sum, dataset) => sum + (dataset?.rowCount ?? 0), 0);
  if (run.id !== row.id) {
    const cached = run.status === "completed";
    return { run, cached, coalesced: !cached, rows };
  }
  ctx.later(liveOf(ctx, run).publish("queued", run));
  return { run, cached: false, coalesced: false, rows };
}

/** Wakes a consumer for a waiting run, after the answer. */
export function wakeConsumer(ctx: Ctx, run: Pick<RunRow, "id">): void {
  ctx.later(ctx.jobs.send({ kind: "run", run_id: run.id }));
}
