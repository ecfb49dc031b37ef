import type { Job } from "./job";
import { processNext, type Workshop } from "./process";
import { beginWithinMs } from "./time-limits";

/**
 * Does run after run, always the one whose turn it is, until none waits that may start. A message is only a
 * wake-up, so runs held back by their workspace's cap need no message of their own: whoever ends one takes the
 * next.
 */
export async function doWaitingRuns(shop: Workshop, job: Job): Promise<void> {
  const begun = shop.now().getTime();
  while (shop.now().getTime() - begun < beginWithinMs(shop.settings)) {
    const outcome = await processNext(shop);
    if (outcome.kind === "idle") return;
    if (outcome.kind === "retrying")
      await shop.jobs.send({ kind: "run", run_id: outcome.run.id }, { delaySeconds: outcome.delaySeconds });
  }
  await shop.jobs.send(job);
}
