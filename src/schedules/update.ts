import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { schedules } from "../db/schema";
import { invalid, notFound, Problem } from "../http/problem";
import { audit } from "../identity/audit";
import type { CheckTag } from "../reports/update";
import { selectNamedWebhooks } from "./create";
import { readSchedule } from "./read-schedule";
import type { Schedule, UpdateSchedule } from "./schemas";
import { managed, noteNextRun, selectSchedule, selectSubjects } from "./store";
import { scheduleTag, scheduleView } from "./view";

/**
 * Changes what is named; with `replace` what is not named takes its default. A changed rule or zone counts from
 * now. Two round trips.
 */
export async function updateSchedule(
  ctx: Ctx,
  input: { id: string; changes: UpdateSchedule; replace: boolean; checkTag: CheckTag },
): Promise<Schedule> {
  const { id, changes, replace } = input;
  const [[found], [report], datasets, known] = await ctx.db.batch([
    selectSchedule(ctx, id),
    ...selectSubjects(ctx, [id]),
    selectNamedWebhooks(ctx, changes),
  ]);
  const row = managed(ctx, found);
  if (!report) throw notFound("schedule");
  input.checkTag(scheduleTag(row));
  if (changes.report_id !== undefined && changes.report_id !== row.reportId)
    throw invalid({ report_id: ["cannot change: make a schedule of the other report"] });
  const webhooks = new Set(known.map(({ id }) => id));
  const wanted = replace ? { ...DEFAULTS, ...changes } : changes;
  const next = readSchedule(ctx, wanted, row, { report, datasets, webhooks });
  const updatedAt = ctx.now().toISOString();
  const { nextRun, ...settled } = next;
  // The tick may move `next_run` meanwhile; only another rule has something to say about it.
  const isMoved = nextRun !== row.nextRun;
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(schedules)
      .set({ ...settled, ...(isMoved && { nextRun }), origin: ctx.origin, updatedAt })
      .where(
        and(eq(schedules.id, id), eq(schedules.updatedAt, row.updatedAt), eq(schedules.paused, row.paused)),
      )
      .returning({ id: schedules.id }),
    audit(ctx, "schedule.update", id),
    noteNextRun(ctx, row.reportId),
  ]);
  if (changed.length === 0)
    throw new Problem("conflict", "The schedule was changed at the same time. Read it again.");
  return scheduleView({ ...row, ...next, updatedAt });
}

/** What PUT means by what it leaves out. The rule has no default. */
export const DEFAULTS: UpdateSchedule = {
  name: null,
  frequency: null,
  schedule_time: null,
  schedule_day: null,
  cron: null,
  every: null,
  workdays_only: false,
  exclude_dates: [],
  starts_at: null,
  ends_at: null,
  formats: null,
  filters: {},
  filename_template: null,
  misfire: "run_once",
  overlap: "skip",
  send_if: null,
  deliveries: [],
};
