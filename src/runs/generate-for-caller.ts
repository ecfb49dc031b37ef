import { sql } from "drizzle-orm";
import { runs } from "../db/schema";
import type { GeneratedRun } from "../generator-door";
import { processRun, type Workshop } from "./process";

/**
 * Does a run for a caller who waits. What fails and may be tried again is left to a queue message; null, too, when
 * its workspace is at its cap: whoever ends one there takes the next.
 */
export async function generateForCaller(shop: Workshop, runId: string): Promise<GeneratedRun | null> {
  const outcome = await processRun(shop, runId);
  if (outcome.kind === "completed") {
    const { manifest, whole } = outcome.collected;
    return { run: outcome.run, manifest, whole };
  }
  if (outcome.kind === "retrying") {
    await shop.jobs.send({ kind: "run", run_id: runId }, { delaySeconds: outcome.delaySeconds });
  }
  return null;
}

/**
 * Wakes a consumer for what this run's workspace has waiting. Consumers take the next by themselves; after a run
 * that was done for a caller nobody else would.
 */
export async function wakeNextAfter({ db, jobs, now }: Workshop, runId: string): Promise<void> {
  const [next] = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      sql`${runs.workspaceId} = (SELECT w.workspace_id FROM runs AS w WHERE w.id = ${runId})
        AND status IN ('queued', 'retrying') AND ${runs.availableAt} <= ${now().toISOString()}`,
    )
    .orderBy(runs.availableAt)
    .limit(1);
  if (next) await jobs.send({ kind: "run", run_id: next.id });
}
