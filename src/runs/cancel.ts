import type { Ctx } from "../context";
import { Problem } from "../http/problem";
import { removeTraces } from "./end";
import { cancelRun } from "./endings";
import { findRun, findRunWithAccess, type ShownRun } from "./find";
import { isEnded } from "./machine";
import { tellOfEnd } from "./tell";

/**
 * Ends a run, whatever it is at; one that has ended stays as it is. What it had stored is removed, and a consumer
 * that is at work on it stops at its next sign of life. Two round trips. For whoever asked for the run, and
 * whoever manages its report.
 */
export async function cancel(ctx: Ctx, id: string): Promise<ShownRun> {
  const { run, access } = await findRunWithAccess(ctx, id);
  if (run.generatedBy !== ctx.actor.id && !access.update)
    throw new Problem("forbidden", "Only whoever asked for this run, or manages its report, may cancel it.");
  if (isEnded(run)) return run;
  const ended = await cancelRun(ctx, run);
  if (!ended) return await findRun(ctx, id); // it ended at the same moment
  ctx.later(removeTraces(ctx, run));
  ctx.later(tellOfEnd(ctx, "cancelled", ended));
  return ended.run;
}
