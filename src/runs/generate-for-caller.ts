import type { GeneratedRun } from "../generator-door";
import { processRun, type Workshop } from "./process";

/** Does a run for a caller who waits. What fails and may be tried again is left to a queue message. */
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
