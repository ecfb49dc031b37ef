import type { Ctx } from "../context";
import { generateNow } from "./generate-now";
import { runView } from "./run-view";
import type { Generate, Generated, RunView } from "./schemas";
import { type Started, startRun, wakeConsumer } from "./start";

/** Waiting longer than this holds a connection for nothing: the status route is there for that. */
const LONGEST_WAIT_SECONDS = 60;

export type Answer = { readonly done: Generated } | { readonly waiting: RunView };

/**
 * Starts a generation. With `async: false` or `Prefer: wait=N` (RFC 7240) its end is waited for and answered with
 * its rows, however it ended; a wait that is over before the run is answers with the run under way, which goes on.
 */
export async function generateReport(
  ctx: Ctx,
  reportId: string,
  request: Generate,
  prefer: string | undefined,
): Promise<Answer> {
  return await answerFor(ctx, await startRun(ctx, reportId, request), request.async, prefer);
}

/** The answer to a request that has started this run, or that this run was there for already. */
export async function answerFor(
  ctx: Ctx,
  started: Started,
  async: boolean | undefined,
  prefer: string | undefined,
): Promise<Answer> {
  const wait = async === false ? LONGEST_WAIT_SECONDS : preferredWait(prefer);
  if (wait > 0) return await generateNow(ctx, started, wait);
  const { run } = started;
  if (!started.cached) wakeConsumer(ctx, run);
  return { waiting: await runView(ctx, run, ctx.origin, ctx.actor, started) };
}

/** Seconds of `Prefer: wait=N`; 0 when nothing of the kind is asked. */
function preferredWait(prefer: string | undefined): number {
  const asked = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})/i.exec(prefer ?? "")?.[1];
  return asked === undefined ? 0 : Math.min(Number(asked), LONGEST_WAIT_SECONDS);
}
