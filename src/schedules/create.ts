import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { selectDatasetsOf } from "../datasets/choose";
import { newId } from "../db/ids";
import { type ScheduleRow, schedules, webhooks } from "../db/schema";
import { audit } from "../identity/audit";
import { type FoundReport, permitted, selectReport } from "../reports/store";
import { readSchedule, type Wished } from "./read-schedule";
import type { CreateSchedule, Schedule, UpdateSchedule } from "./schemas";
import { type FoundSchedule, noteNextRun } from "./store";
import { scheduleView } from "./view";

/** Makes a schedule of a report. The report's owner or an admin. Two round trips. */
export async function createSchedule(ctx: Ctx, input: CreateSchedule): Promise<Schedule> {
  const [[found], datasets, known] = await ctx.db.batch([
    selectReport(ctx, input.report_id),
    selectDatasetsOf(ctx, input.report_id),
    selectNamedWebhooks(ctx, input),
  ]);
  const report = permitted(ctx, found, "schedule");
  const named = new Set(known.map(({ id }) => id));
  const row = newSchedule(
    ctx,
    report.id,
    readSchedule(ctx, input, null, { report, datasets, webhooks: named }),
  );
  await ctx.db.batch([
    ctx.db.insert(schedules).values(row),
    audit(ctx, "schedule.create", row.id),
    noteNextRun(ctx, report.id),
  ]);
  return scheduleView(justMade(ctx, row, report));
}

/** The row of a schedule that begins now, the caller's own. */
export function newSchedule(ctx: Ctx, reportId: string, wished: Wished): ScheduleRow {
  const now = ctx.now();
  return {
    id: newId("schedule", now),
    workspaceId: ctx.workspaceId,
    reportId,
    key: null,
    fromConfig: false,
    ...wished,
    paused: false,
    pausedReason: null,
    pausedMessage: null,
    failures: 0,
    lastSentHash: null,
    origin: ctx.origin,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}

/** Those of the webhooks that a request names which the workspace has. A statement. */
export function selectNamedWebhooks(ctx: Ctx, { deliveries = [] }: UpdateSchedule) {
  const named = deliveries.flatMap((delivery) => (delivery.type === "webhook" ? [delivery.webhook_id] : []));
  return ctx.db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.workspaceId, ctx.workspaceId),
        sql`${webhooks.id} IN (SELECT value FROM json_each(${JSON.stringify(named)}))`,
      ),
    );
}

/** A schedule that has just been made, as `selectSchedule` would find it. */
export function justMade({ actor }: Ctx, row: ScheduleRow, report: FoundReport): FoundSchedule {
  return {
    ...row,
    ...NEVER_RUN,
    reportName: report.name,
    reportCreatedBy: report.createdBy,
    visibility: report.visibility,
    sharedWithMe: report.sharedWithMe,
    createdByName: row.createdBy === actor.id ? actor.name : null,
  };
}

const NEVER_RUN = {
  lastRunId: null,
  lastStatus: null,
  lastReason: null,
  lastError: null,
  lastRunAt: null,
  lastOutcome: null,
  lastSlotNote: null,
  lastSlotAt: null,
  unsubscribed: [],
} as const;
