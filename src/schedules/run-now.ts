import type { Ctx } from "../context";
import { runs } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { liveOf } from "../runs/live-run";
import { runView } from "../runs/run-view";
import type { RunView } from "../runs/schemas";
import { wakeConsumer } from "../runs/start";
import { scheduledRun } from "./plan";
import { managed, selectSchedule, selectSubjects } from "./store";

/** Makes a run of a schedule out of turn, paused or not, and delivers it like any other. Two round trips. */
export async function runScheduleNow(ctx: Ctx, id: string): Promise<RunView> {
  const [[found], [report], datasets] = await ctx.db.batch([
    selectSchedule(ctx, id),
    ...selectSubjects(ctx, [id]),
  ]);
  const schedule = managed(ctx, found);
  if (!report) throw notFound("schedule");
  const run = scheduledRun(ctx, { ...schedule, origin: ctx.origin }, report, datasets, {
    requester: ctx.actor,
    planned: ctx.now(),
    slot: null,
  });
  await ctx.db.batch([ctx.db.insert(runs).values(run), audit(ctx, "schedule.run", id)]);
  wakeConsumer(ctx, run);
  ctx.later(liveOf(ctx, run).publish("queued", run));
  return await runView(ctx, run, ctx.origin, ctx.actor);
}
