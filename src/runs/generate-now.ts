import { eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { type RunRow, runs } from "../db/schema";
import type { GeneratedRun } from "../generator-door";
import type { Answer } from "./generate";
import { generatedOf } from "./generated";
import { isEnded } from "./machine";
import { runView } from "./run-view";
import { type Started, wakeConsumer } from "./start";
import { withoutRows } from "./without-rows";

/** Between two looks at a run that another has. */
const LOOK_AGAIN_MS = 200;

/**
 * A request's own work is cut half a minute after its answer, or after its caller hung up. Rows, for each format,
 * that are done well within; more is a consumer's, and waited for.
 */
const MOST_ROWS_AT_ONCE = 100_000;

/**
 * Sees a run to its end and answers with its first rows; one that is completed already is answered from its
 * snapshot. When it does not end within `seconds`, or waits to be tried again, the answer is the run as it stands.
 */
export async function generateNow(ctx: Ctx, started: Started, seconds: number): Promise<Answer> {
  const deadline = new Date(ctx.now().getTime() + seconds * 1000);
  const generated = started.cached ? null : await doWithin(ctx, started, seconds * 1000);
  const run = generated?.run ?? (started.cached ? started.run : await ended(ctx, started.run, deadline));
  const view = await runView(ctx, run, ctx.origin, ctx.actor, started);
  if (!isEnded(run)) return { waiting: view };
  const withRows = run.status === "completed" && (await generatedOf(ctx.bucket, run, view, generated));
  return { done: withRows || withoutRows(run, view) };
}

/** Does a short run here; null when it is another's, did not complete, or takes longer than there is time. */
async function doWithin(
  ctx: Ctx,
  { run, rows = 0 }: Started,
  milliseconds: number,
): Promise<GeneratedRun | null> {
  if (rows * run.formats.length > MOST_ROWS_AT_ONCE) {
    wakeConsumer(ctx, run);
    return null;
  }
  const work = doNow(ctx, run);
  ctx.later(work); // goes on when the time is over or the caller gone
  const settled = new AbortController();
  const timeIsOver = scheduler.wait(milliseconds, { signal: settled.signal }).then(
    () => null,
    () => null,
  );
  const first = await Promise.race([work, timeIsOver]);
  settled.abort();
  return first;
}

async function doNow(ctx: Ctx, run: RunRow): Promise<GeneratedRun | null> {
  try {
    return await ctx.generator.generate(run.id);
  } catch (error) {
    console.error({ event: "generate_now.failed", run_id: run.id, cause: String(error) });
    wakeConsumer(ctx, run); // the run is not lost: a consumer takes it up
    return null;
  }
}

/** The run once it has ended, or as it stands when waiting longer would not help. */
async function ended(ctx: Ctx, started: RunRow, deadline: Date): Promise<RunRow> {
  for (;;) {
    const [run = started] = await ctx.db.select().from(runs).where(eq(runs.id, started.id));
    if (isEnded(run) || run.status === "retrying" || ctx.now() >= deadline) return run;
    await scheduler.wait(LOOK_AGAIN_MS);
  }
}
