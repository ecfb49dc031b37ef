import { and, desc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx, Platform } from "../context";
import {
  datasets,
  type ReportRow,
  type RunRow,
  reports,
  type ScheduleRow,
  type SlotRow,
  scheduleSlots,
  schedules,
} from "../db/schema";
import { notFound } from "../http/problem";
import { requireReport } from "../identity/policy";

/** A schedule's row with what its view shows and what permission rests on. */
export type FoundSchedule = ScheduleRow & {
  readonly reportName: string;
  readonly reportCreatedBy: string;
  readonly visibility: ReportRow["visibility"];
  readonly sharedWithMe: boolean;
  readonly createdByName: string | null;
  readonly lastRunId: string | null;
  readonly lastStatus: RunRow["status"] | null;
  readonly lastReason: string | null;
  readonly lastError: string | null;
  readonly lastRunAt: string | null;
  readonly lastOutcome: SlotRow["outcome"] | null;
  readonly lastSlotNote: string | null;
  readonly lastSlotAt: string | null;
  /** Recipients who do not want its e-mails. */
  readonly unsubscribed: readonly string[];
};

/** Every name of its own: D1 gives rows by name, and two alike would be one. */
const shown = (ctx: Ctx) => ({
  ...getTableColumns(schedules),
  reportName: sql<string>`r.name`.as("report_name"),
  reportCreatedBy: sql<string>`r.created_by`.as("report_created_by"),
  visibility: sql<ReportRow["visibility"]>`r.visibility`.as("report_visibility"),
  sharedWithMe: sql<boolean>`EXISTS (SELECT 1 FROM report_shares sh
    WHERE sh.report_id = r.id AND sh.workspace_id = r.workspace_id AND sh.user_id = ${ctx.actor.id})`
    .mapWith(Boolean)
    .as("shared_with_me"),
  createdByName: sql<string | null>`(SELECT u.name FROM users u
    WHERE u.workspace_id = schedules.workspace_id AND u.id = schedules.created_by)`.as("created_by_name"),
  lastRunId: sql<string | null>`l.id`.as("last_run_id"),
  lastStatus: sql<RunRow["status"] | null>`l.status`.as("last_status"),
  lastReason: sql<string | null>`l.reason`.as("last_reason"),
  lastError: sql<string | null>`l.error ->> 'message'`.as("last_error"),
  lastRunAt: sql<string | null>`coalesce(l.completed_at, l.started_at, l.created_at)`.as("last_run_at"),
  lastOutcome: sql<SlotRow["outcome"] | null>`t.outcome`.as("last_outcome"),
  lastSlotNote: sql<string | null>`t.note`.as("last_slot_note"),
  lastSlotAt: sql<string | null>`t.at`.as("last_slot_at"),
  unsubscribed: sql<readonly string[]>`(SELECT json_group_array(x.recipient) FROM unsubscribes x
    WHERE x.workspace_id = schedules.workspace_id AND x.schedule_id = schedules.id)`
    .mapWith((text: string) => JSON.parse(text) as string[])
    .as("unsubscribed"),
});

/** Schedules of the caller's workspace whose reports are there, with their last run and their last slot. */
const selectShown = (ctx: Ctx) =>
  ctx.db
    .select(shown(ctx))
    .from(schedules)
    .innerJoin(sql`reports r`, sql`r.id = ${schedules.reportId} AND r.deleted_at IS NULL`)
    .leftJoin(
      sql`runs l`,
      sql`l.id = (SELECT id FROM runs WHERE schedule_id = ${schedules.id} ORDER BY id DESC LIMIT 1)`,
    )
    .leftJoin(
      sql`schedule_slots t`,
      sql`t.schedule_id = ${schedules.id}
        AND t.slot = (SELECT max(slot) FROM schedule_slots WHERE schedule_id = ${schedules.id})`,
    )
    .$dynamic();

/** One schedule of the caller's workspace. A statement, for use alone or in a batch. */
export const selectSchedule = (ctx: Ctx, id: string) =>
  selectShown(ctx).where(and(eq(schedules.id, id), eq(schedules.workspaceId, ctx.workspaceId)));

/** Those of the caller's workspace with these ids, whether the caller may manage them or not. */
export const selectNamedSchedules = (ctx: Ctx, ids: readonly string[]) =>
  selectShown(ctx).where(
    and(
      sql`${schedules.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      eq(schedules.workspaceId, ctx.workspaceId),
    ),
  );

/** The schedule if the caller may schedule its report: 404 when the workspace has none such, 403 when it has. */
export function managed(ctx: Ctx, found: FoundSchedule | undefined): FoundSchedule {
  if (!found) throw notFound("schedule");
  const { reportCreatedBy: createdBy, visibility, sharedWithMe } = found;
  requireReport("schedule", ctx.actor, { createdBy, visibility, sharedWithMe });
  return found;
}

/** One schedule that the caller may manage. One round trip. */
export async function findSchedule(ctx: Ctx, id: string): Promise<FoundSchedule> {
  const [found] = await selectSchedule(ctx, id);
  return managed(ctx, found);
}

export interface ScheduleFilter {
  readonly reportId?: string | undefined;
  readonly key?: string | undefined;
  readonly paused?: boolean | undefined;
  readonly pausedReason?: ScheduleRow["pausedReason"] | undefined;
}

/** What the caller may manage: an admin all, others those of their own reports. */
function wanted(ctx: Ctx, { reportId, key, paused, pausedReason }: ScheduleFilter): SQL | undefined {
  return and(
    eq(schedules.workspaceId, ctx.workspaceId),
    reportId === undefined ? undefined : eq(schedules.reportId, reportId),
    key === undefined ? undefined : eq(schedules.key, key),
    paused === undefined ? undefined : eq(schedules.paused, paused),
    pausedReason ? eq(schedules.pausedReason, pausedReason) : undefined,
    ctx.actor.role === "admin" ? undefined : sql`r.created_by = ${ctx.actor.id}`,
  );
}

/** A page of them, newest first. */
export const selectSchedules = (
  ctx: Ctx,
  filter: ScheduleFilter,
  page: { readonly limit: number; readonly offset: number; readonly after?: string | undefined },
) =>
  selectShown(ctx)
    .where(and(wanted(ctx, filter), page.after === undefined ? undefined : lt(schedules.id, page.after)))
    .orderBy(desc(schedules.id))
    .limit(page.limit)
    .offset(page.offset);

export const countSchedules = (ctx: Ctx, filter: ScheduleFilter) =>
  ctx.db
    .select({ total: sql<number>`count(*)`.as("total") })
    .from(schedules)
    .innerJoin(sql`reports r`, sql`r.id = ${schedules.reportId} AND r.deleted_at IS NULL`)
    .where(wanted(ctx, filter));

/** The reports of these schedules, deleted ones too, and the datasets that these are over: two statements. */
export function selectSubjects({ db }: Pick<Platform, "db">, scheduleIds: readonly string[]) {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(scheduleIds)}))`;
  return [
    db
      .select()
      .from(reports)
      .where(sql`${reports.id} IN (SELECT s.report_id FROM schedules s WHERE s.id IN ${ids})`),
    db
      .select()
      .from(datasets)
      .where(
        sql`${datasets.id} IN (SELECT noted.value
          FROM schedules s JOIN reports r ON r.id = s.report_id, json_each(r.dataset_ids) AS noted
          WHERE s.id IN ${ids})`,
      ),
  ] as const;
}

/** The newest slots of a schedule with how their runs stand. A statement. */
export const selectSlots = (ctx: Ctx, scheduleId: string, limit: number) =>
  ctx.db
    .select({
      ...getTableColumns(scheduleSlots),
      runStatus: sql<RunRow["status"] | null>`(SELECT status FROM runs WHERE id = schedule_slots.run_id)`.as(
        "run_status",
      ),
    })
    .from(scheduleSlots)
    .where(eq(scheduleSlots.scheduleId, scheduleId))
    .orderBy(desc(scheduleSlots.slot))
    .limit(limit);

/** Notes at the report when it comes next: goes last into each batch that moves a schedule of it. */
export const noteNextRun = ({ db }: Pick<Platform, "db">, reportId: string) =>
  db
    .update(reports)
    .set({
      nextScheduledRun: sql`(SELECT min(next_run) FROM schedules WHERE report_id = ${reportId} AND next_run IS NOT NULL)`,
    })
    .where(eq(reports.id, reportId))
    .returning({ nextScheduledRun: reports.nextScheduledRun });
