import type { RunRow } from "../db/schema";
import type { Mailroom } from "../delivery/mailroom";
import { tablesOf } from "../render/document";
import type { RenderResources } from "../render/renderer";
import { type ClaimedRun, claimNext, claimRun } from "./claim";
import { type Collected, collect } from "./collect";
import { endAsFailed, removeTraces } from "./end";
import { completeRun } from "./endings";
import { LostRun, RunFailure, stage } from "./failure";
import { type LiveRun, liveOf } from "./live-run";
import { progressReporter } from "./progress";
import { renderFile, sum } from "./render-files";
import { requirePermitted } from "./requester";
import { afterFailure } from "./retry-policy";
import { hasNoFiles, retryRun } from "./store";
import { tellOfEnd } from "./tell";

/** What both Workers stand on, and what renderers need beside it. */
export interface Workshop extends Mailroom {
  readonly resources: RenderResources;
}

export type Outcome =
  | { readonly kind: "completed"; readonly run: RunRow; readonly collected: Collected }
  | { readonly kind: "failed"; readonly run: RunRow }
  | { readonly kind: "retrying"; readonly run: RunRow; readonly delaySeconds: number }
  /** It was cancelled meanwhile, or is in another's hands. */
  | { readonly kind: "lost" }
  /** Nothing to do: nothing waits that is due. */
  | { readonly kind: "idle" };

/** Does this run, if it is there to be taken. */
export async function processRun(shop: Workshop, runId: string): Promise<Outcome> {
  const run = await claimRun(shop, runId);
  return run ? await work(shop, run) : { kind: "idle" };
}

/** Does the run whose turn it is; idle when none waits that may start. */
export async function processNext(shop: Workshop): Promise<Outcome> {
  const run = await claimNext(shop);
  return run ? await work(shop, run) : { kind: "idle" };
}

/**
 * Does a claimed run to its end. Delivery is at least once, so anything may wake a consumer at any time; the claim
 * decides. Keys in R2 derive from the run id and files are stored before the row says completed, so a second
 * try overwrites what a first one left.
 */
async function work(shop: Workshop, run: ClaimedRun): Promise<Outcome> {
  const live = liveOf(shop, run);
  let stored: Promise<void> | null = null;
  try {
    requirePermitted(run, run.requester);
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
    const formats = run.formats;
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
      truncated: tablesOf(collected.manifest).some(({ truncated }) => truncated),
    });
    await tellOfEnd(shop, "completed", completed);
    return { kind: "completed", run: completed.run, collected };
  } catch (error) {
    await Promise.allSettled([stored]); // nothing may arrive after what was made is removed
    return await settleFailure(shop, run, live, error);
  }
}

async function settleFailure(shop: Workshop, run: RunRow, live: LiveRun, error: unknown): Promise<Outcome> {
  if (error instanceof LostRun) return await leave(shop, run);
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
    if (!waiting) return await leave(shop, run);
    await live.publish("progress", waiting);
    return { kind: "retrying", run, delaySeconds: verdict.delaySeconds };
  }
  const failed = await endAsFailed(shop, run, failure);
  return failed ? { kind: "failed", run: failed } : await leave(shop, run);
}

/** Whoever ended a run that is lost has removed what was there; this removes what came after. */
async function leave(shop: Workshop, run: RunRow): Promise<Outcome> {
  if (await hasNoFiles(shop, run)) await removeTraces(shop, run);
  return { kind: "lost" };
}
