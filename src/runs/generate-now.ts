import { eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { type RunRow, runs } from "../db/schema";
import type { GeneratedRun } from "../generator-door";
import type { Answer } from "./generate";
import { generatedOf } from "./generated";
import { isEnded } from "./machine";
import { runView } from "./run-view";
import { type Started, wakeConsumer } from "./start";

/** Between two looks at a run that another consumer has. */
const LOOK_AGAIN_MS = 200;

/**
 * Does the run now and answers with its first rows; a run that is completed already is answered from its
 * snapshot, one that another consumer has is waited for until `deadline`. When it does not complete by then, or
 * waits to be tried again, the answer is the run as it stands.
 */
export async function generateNow(ctx: Ctx, started: Started, deadline: Date): Promise<Answer> {
  const generated = started.cached ? null : await doNow(ctx, started.run);
  const known = generated?.run ?? (started.cached ? started.run : null);
  const run = known ?? (await ended(ctx, started.run, deadline));
  const view = await runView(ctx, run, ctx.origin, ctx.actor, started);
  const done = run.status === "completed" ? await generatedOf(ctx.bucket, run, view, generated) : null;
  return done ? { done } : { waiting: view };
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
