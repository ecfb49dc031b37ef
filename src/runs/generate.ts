import type { Ctx } from "../context";
import { generateNow } from "./generate-now";
import { runView } from "./run-view";
import type { Generate, Generated, RunView } from "./schemas";
import { type Started, startRun, wakeConsumer } from "./start";

/** Waiting longer than this holds a connection for nothing: the status route is there for that. */
const LONGEST_WAIT_SECONDS = 60;

export type Answer = { readonly done: Generated } | { readonly waiting: RunView };

/**
 * Starts a generation. With `async: false` or `Prefer: wait=N` (RFC 7240) it is done now and answered with its
 * rows; a wait that is over before the run is answers with the run under way.
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
  const wait = async === false ? Number.POSITIVE_INFINITY : preferredWait(prefer);
  const { run } = started;
  const view = () => runView(ctx, run, ctx.origin, ctx.actor, started);
  if (wait === 0) {
    if (!started.cached) wakeConsumer(ctx, run);
    return { waiting: await view() };
  }
  const work = generateNow(ctx, started, new Date(ctx.now().getTime() + LONGEST_WAIT_SECONDS * 1000));
  if (wait === Number.POSITIVE_INFINITY) return await work;
  ctx.later(work);
  const timeout = new Promise<null>((resolve) => setTimeout(resolve, wait * 1000, null));
  const first = await Promise.race([work, timeout]);
  return first ?? { waiting: await view() };
}

/** Seconds of `Prefer: wait=N`; 0 when nothing of the kind is asked. */
function preferredWait(prefer: string | undefined): number {
  const asked = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})/i.exec(prefer ?? "")?.[1];
  return asked === undefined ? 0 : Math.min(Number(asked), LONGEST_WAIT_SECONDS);
}
