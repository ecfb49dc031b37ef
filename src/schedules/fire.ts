import { getTableColumns, sql } from "drizzle-orm";
import type { Platform, Role } from "../context";
import { insertIf } from "../db/insert-if";
import { namedBatch } from "../db/named-batch";
import {
  type DatasetRow,
  type ReportRow,
  type RunRow,
  runs,
  type ScheduleRow,
  schedules,
} from "../db/schema";
import { wakeNews } from "../delivery/wake";
import { Problem } from "../http/problem";
import { liveOf } from "../runs/live-run";
import { WAITING } from "../runs/machine";
import { type Lost, lostAccess } from "./access";
import { GRACE_MS, type Verdict, verdictOn } from "./due";
import { countFailure, pauseFor } from "./pausing";
import { scheduledRun } from "./plan";
import { nextSlot, recurrenceOf } from "./recurrence";
import { noteNextRun, selectSubjects } from "./store";
import { auditIf, moveOn, takeSlot } from "./take-slot";

/** Per tick. What is left is the next tick's, the longest overdue first. */
const MOST = 100;

/**
 * Fires the schedules whose slot has come: each in one batch that takes the slot, writes its run and moves the
 * schedule on, so that two ticks at once, or one that was cut, fire a slot once.
 */
export async function fireDue(platform: Platform): Promise<void> {
  const due = await selectDue(platform);
  if (due.length === 0) return;
  const [reports, datasets] = await platform.db.batch(
    selectSubjects(
      platform,
      due.map(({ id }) => id),
    ),
  );
  const fired: RunRow[] = [];
  for (const schedule of due) {
    const report = reports.find(({ id }) => id === schedule.reportId);
    const run = await fire(platform, schedule, report, datasets)
      .catch((error: unknown) => setAside(platform, schedule, report, error))
      .catch((error: unknown) => logNotFired(schedule, error));
    if (run) fired.push(run);
  }
  await wake(platform, fired);
}

/** A schedule whose slot has come, with what decides about it. */
type Due = ScheduleRow & {
  readonly ownerRole: Role | null;
  readonly ownerName: string | null;
  readonly isBusy: boolean;
  readonly lastEnded: string | null;
};

/** Runs of a schedule that may not have ended are among its newest. */
const RECENT = sql.raw(`(SELECT status, completed_at FROM runs
  WHERE schedule_id = schedules.id ORDER BY id DESC LIMIT 20)`);
const BUSY = sql`EXISTS (SELECT 1 FROM ${RECENT} WHERE status IN ${WAITING})`;

function selectDue({ db, now }: Platform): Promise<Due[]> {
  const owner = (column: "role" | "name") => sql`(SELECT u.${sql.raw(column)} FROM users u
    WHERE u.workspace_id = schedules.workspace_id AND u.id = schedules.created_by)`;
  return db
    .select({
      ...getTableColumns(schedules),
      ownerRole: sql<Role | null>`${owner("role")}`.as("owner_role"),
      ownerName: sql<string | null>`${owner("name")}`.as("owner_name"),
      isBusy: sql<boolean>`${BUSY}`.mapWith(Boolean).as("is_busy"),
      lastEnded: sql<string | null>`(SELECT max(completed_at) FROM ${RECENT})`.as("last_ended"),
    })
    .from(schedules)
    .where(
      sql`${schedules.nextRun} IS NOT NULL AND ${schedules.nextRun} <= ${now().toISOString()}
        AND NOT (${schedules.overlap} = 'queue' AND ${BUSY})`,
    )
    .orderBy(schedules.nextRun)
    .limit(MOST);
}

/** Does what is due for one schedule; gives its run when there is one. */
async function fire(
  platform: Platform,
  due: Due,
  report: ReportRow | undefined,
  datasets: readonly DatasetRow[],
): Promise<RunRow | null> {
  if (due.nextRun === null) return null;
  const lost = lostAccess(due, due.ownerRole, report);
  if (lost || !report) return await stop(platform, due, report, lost);
  const verdict = verdictOn({
    recurrence: recurrenceOf(due),
    nextRun: new Date(due.nextRun),
    now: platform.now(),
    misfire: due.misfire,
    overlap: due.overlap,
    isBusy: due.isBusy,
    lastEnded: due.lastEnded === null ? null : new Date(due.lastEnded),
  });
  if (!verdict) return null;
  if (verdict.outcome !== "fired") return await leaveOut(platform, due, verdict);
  const run = plannedRun(platform, due, report, datasets, verdict.slot);
  return "id" in run
    ? await begin(platform, due, verdict, run)
    : await refuse(platform, due, verdict, report, { reason: "bad_config", message: run.refusal });
}

/**
 * Something of ours failed: the next tick tries again, but not for ever, as schedules that fail each time would keep
 * all others waiting.
 */
async function setAside(
  platform: Platform,
  due: Due,
  report: ReportRow | undefined,
  error: unknown,
): Promise<null> {
  logNotFired(due, error);
  const now = platform.now();
  const slot = new Date(due.nextRun ?? now);
  if (!report || now.getTime() - slot.getTime() <= GRACE_MS) return null;
  const next = nextSlot(recurrenceOf(due), now);
  return await refuse(platform, due, { slot, next }, report, {
    reason: "internal",
    message: "The run could not be started because of an internal error.",
  });
}

function logNotFired({ id }: Due, error: unknown): null {
  console.error({ event: "schedule.not_fired", schedule_id: id, cause: String(error) });
  return null;
}

/** The run of a slot, or why its config makes none any more. */
function plannedRun(
  platform: Platform,
  due: Due,
  report: ReportRow,
  datasets: readonly DatasetRow[],
  slot: Date,
): RunRow | { readonly refusal: string } {
  const requester = { id: due.createdBy, name: due.ownerName };
  try {
    return scheduledRun(platform, due, report, datasets, { requester, planned: slot, slot });
  } catch (error) {
    if (error instanceof Problem) return { refusal: error.detail };
    throw error;
  }
}

async function begin(platform: Platform, due: Due, verdict: Verdict, run: RunRow): Promise<RunRow | null> {
  const { slot, next, note } = verdict;
  const { insert, isOurs } = takeSlot(platform, due, { slot, outcome: "fired", runId: run.id, note });
  const [taken] = await platform.db.batch([
    insert,
    insertIf(platform.db, runs, run, isOurs),
    moveOn(platform, due, slot, next),
    noteNextRun(platform, due.reportId),
    auditIf(platform, due, "schedule.fire", isOurs),
  ]);
  return taken.length > 0 ? run : null;
}

/** A slot that passes without a run, noted in the schedule's history. */
async function leaveOut(platform: Platform, due: Due, { outcome, slot, next, note }: Verdict): Promise<null> {
  const { insert } = takeSlot(platform, due, { slot, outcome, runId: null, note });
  await platform.db.batch([insert, moveOn(platform, due, slot, next), noteNextRun(platform, due.reportId)]);
  return null;
}

/** The slot comes to no run, e.g. as the report can no longer be made so: it failed, and the owner hears of it. */
async function refuse(
  platform: Platform,
  due: Due,
  { slot, next }: Pick<Verdict, "slot" | "next">,
  report: ReportRow,
  { reason, message }: { readonly reason: "bad_config" | "internal"; readonly message: string },
): Promise<null> {
  const taking = takeSlot(platform, due, { slot, outcome: "refused", runId: null, note: message });
  const { failureNews, pausedNews } = await namedBatch(platform, {
    taken: taking.insert,
    moved: moveOn(platform, due, slot, next),
    ...countFailure(platform, {
      schedule: due,
      reportName: report.name,
      slot: slot.toISOString(),
      runId: null,
      reason,
      message,
      condition: taking.isOurs,
    }),
    noted: noteNextRun(platform, due.reportId),
  });
  await wakeNews(platform, due.id, [...failureNews, ...pausedNews]);
  return null;
}

/** The owner may not any more, or the report is gone: nothing fires until somebody who may resumes it. */
async function stop(
  platform: Platform,
  due: Due,
  report: ReportRow | undefined,
  lost: Lost | null,
): Promise<null> {
  const { reason, message } = lost ?? { reason: "report_deleted", message: "The report was deleted." };
  const slot = new Date(due.nextRun ?? platform.now());
  const taking = takeSlot(platform, due, { slot, outcome: "permission_lost", runId: null, note: message });
  const { pausedNews } = await namedBatch(platform, {
    taken: taking.insert,
    ...pauseFor(platform, {
      schedule: due,
      reportName: report?.name ?? "",
      reason,
      message,
      condition: taking.isOurs,
    }),
    noted: noteNextRun(platform, due.reportId),
    audited: auditIf(platform, due, "schedule.pause", taking.isOurs),
  });
  await wakeNews(platform, due.id, pausedNews);
  return null;
}

/** Wakes consumers for runs that begin now; a lost message is found by the sweeper. */
async function wake(platform: Platform, fired: readonly RunRow[]): Promise<void> {
  if (fired.length === 0) return;
  await platform.jobs.sendBatch(fired.map(({ id }) => ({ body: { kind: "run" as const, run_id: id } })));
  await Promise.allSettled(fired.map((run) => liveOf(platform, run).publish("queued", run)));
}
