import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import { filePrefix, snapshotPrefix } from "../files/keys";
import { removeUnder } from "../files/remove";
import type { Format, RenderResources } from "../render/renderer";
import { type Collected, collect } from "./collect";
import { LostRun, RunFailure, stage } from "./failure";
import { type LiveRun, liveOf } from "./live-run";
import { progressReporter } from "./progress";
import { renderFile, sum } from "./render-files";
import { afterFailure } from "./retry-policy";
import { claimRun, completeRun, failRun, retryRun } from "./store";

/** What both Workers stand on, and what renderers need beside it. */
export interface Workshop extends Platform {
  readonly resources: RenderResources;
}

export type Outcome =
  | { readonly kind: "completed"; readonly run: RunRow; readonly collected: Collected }
  | { readonly kind: "failed"; readonly run: RunRow }
  | { readonly kind: "retrying"; readonly delaySeconds: number }
  /** Nothing to do: it is done, not yet due, or in another's hands. */
  | { readonly kind: "idle" };

/**
 * Does one run from claim to end. Delivery is at least once, so anything may call this at any time; the claim
 * decides. Keys in R2 derive from the run id and files are stored before the row says completed, so a second
 * try overwrites what a first one left.
 */
export async function processRun(shop: Workshop, runId: string): Promise<Outcome> {
  const run = await claimRun(shop, runId);
  if (!run) return { kind: "idle" };
  const live = liveOf(shop, run);
  let stored: Promise<void> | null = null;
  try {
    const progress = progressReporter(
      shop,
      run,
      (state) => void live.publish("progress", { ...run, ...state }),
    );
    const collected = await stage("source_failed", "The rows could not be read.", () =>
      collect(shop, run, progress),
    );
    ({ stored } = collected);
    const files = [];
    const formats = run.formats as Format[];
    for (const [index, format] of formats.entries()) {
      await progress.rendering(format, index, formats.length);
      files.push(
        await stage("render_failed", `The ${format} file could not be made.`, () =>
          renderFile(shop, shop.resources, run, collected, format, progress.alive),
        ),
      );
    }
    await stage("storage_failed", "The rows could not be kept.", () => collected.stored);
    const completed = await completeRun(shop, run, {
      files,
      rowsReturned: sum(collected.manifest, "rows_written"),
      rowsTotal: sum(collected.manifest, "rows_total"),
      truncated: collected.manifest.sections.some(({ truncated }) => truncated),
    });
    await live.publish("completed", completed);
    return { kind: "completed", run: completed, collected };
  } catch (error) {
    await Promise.allSettled([stored]); // nothing may arrive after what was made is removed
    return await settleFailure(shop, run, live, error);
  }
}

async function settleFailure(shop: Workshop, run: RunRow, live: LiveRun, error: unknown): Promise<Outcome> {
  if (error instanceof LostRun) return { kind: "idle" };
  const failure =
    error instanceof RunFailure
      ? error
      : new RunFailure("internal", "Something went wrong.", true, { cause: error });
  console.error({
    event: "run.attempt_failed",
    run_id: run.id,
    attempt: run.attempt,
    reason: failure.reason,
    cause: String(failure.cause ?? failure),
  });
  const verdict = afterFailure(failure, run.attempt, {
    maxAttempts: run.maxAttempts,
    baseSeconds: shop.settings.RETRY_BASE_SECONDS,
  });
  if (verdict.kind === "retry") {
    const waiting = await retryRun(shop, run, failure, verdict.delaySeconds);
    if (waiting) await live.publish("progress", waiting);
    return { kind: "retrying", delaySeconds: verdict.delaySeconds };
  }
  return await endAsFailed(shop, run, failure);
}

/** Ends a run as failed, removes what it had made so far, and tells its watchers. */
export async function endAsFailed(shop: Platform, run: RunRow, failure: RunFailure): Promise<Outcome> {
  const failed = await failRun(shop, run, failure);
  if (!failed) return { kind: "idle" };
  await removeUnder(shop.bucket, filePrefix(run.workspaceId, run.id));
  await removeUnder(shop.bucket, snapshotPrefix(run.workspaceId, run.id));
  await liveOf(shop, run).publish("failed", failed);
  return { kind: "failed", run: failed };
}
