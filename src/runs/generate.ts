import type { Ctx } from "../context";
import { generateNow } from "./generate-now";
import { runView } from "./run-view";
import type { Generate, Generated, RunView } from "./schemas";
import { startRun, wakeConsumer } from "./start";

/** Waiting longer than this holds a connection for nothing: the status route is there for that. */
const LONGEST_WAIT_SECONDS = 60;

/**
 * Starts a generation. With `async: false` or `Prefer: wait=N` (RFC 7240) it is done now and answered with its
 * rows; a wait that is over before the run is answers with the run under way.
 */
export async function generateReport(
  ctx: Ctx,
  reportId: string,
  request: Generate,
  prefer: string | undefined,
): Promise<{ done: Generated } | { waiting: RunView }> {
  const wait = request.async === false ? Number.POSITIVE_INFINITY : preferredWait(prefer);
  const run = await startRun(ctx, reportId, request);
  if (wait === 0) {
    wakeConsumer(ctx, run);
    return { waiting: await runView(ctx, run, ctx.origin, ctx.actor) };
  }
  const work = generateNow(ctx, run);
  if (wait === Number.POSITIVE_INFINITY) return await work;
  ctx.later(work);
  const timeout = new Promise<null>((resolve) => setTimeout(resolve, wait * 1000, null));
  const first = await Promise.race([work, timeout]);
  return first ?? { waiting: await runView(ctx, run, ctx.origin, ctx.actor) };
}

/** Seconds of `Prefer: wait=N`; 0 when nothing of the kind is asked. */
function preferredWait(prefer: string | undefined): number {
  const asked = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})/i.exec(prefer ?? "")?.[1];
  return asked === undefined ? 0 : Math.min(Number(asked), LONGEST_WAIT_SECONDS);
}
