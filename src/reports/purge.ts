import { eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx, Platform } from "../context";
import {
  reportPurges,
  reportShares,
  reports,
  reportVersions,
  runs,
  scheduleSlots,
  schedules,
  unsubscribes,
} from "../db/schema";
import { givenPrefix } from "../files/keys";
import { removeUnder } from "../files/remove";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { removeTraces } from "../runs/end";
import { isEnded, WAITING } from "../runs/machine";
import { tellOfEnd } from "../runs/tell";
import { permitted, selectReport } from "./store";
import type { CheckTag } from "./update";
import { reportVersionTag } from "./view";

/**
 * A purge has two parts. First the report and all that shows it go, in one batch; then, step by step, what its
 * runs have stored. A step may be cut anywhere and is done again: the rows of runs, which lead to the objects, go
 * last.
 */

/** Runs a step. */
const MOST_RUNS = 25;
/** Reports a tick, of either part. */
const MOST_REPORTS = 10;
/** A consumer that lost its run may write for a while yet. */
const SETTLED_AFTER_MS = 60 * 60 * 1000;

/** Removes a report for good, deleted before or not. Two round trips, the first step after the answer. */
export async function purgeReport(ctx: Ctx, input: { id: string; checkTag: CheckTag }): Promise<void> {
  const [found] = await selectReport(ctx, input.id, { deleted: "either" });
  const row = permitted(ctx, found, "delete");
  input.checkTag(reportVersionTag(row));
  const [some, [noted], ended] = await ctx.db.batch([
    selectSomeRuns(ctx, row.id),
    ...forget(ctx, sql`id = ${row.id}`),
    audit(ctx, "report.purge", row.id),
  ]);
  if (!noted) throw notFound("report");
  ctx.later(Promise.all(ended.map((run) => tellOfEnd(ctx, "cancelled", { run, hasNews: false }))));
  ctx.later(removeStored(ctx, noted, some));
}

/** The tick's part: notes what was deleted long ago, and goes on with what was noted. */
export async function purgeReports(platform: Platform): Promise<void> {
  const { db, settings, now } = platform;
  const at = now();
  const old = new Date(at.getTime() - settings.TRASH_RETENTION_DAYS * 86_400_000).toISOString();
  const [due] = await db.batch([
    db
      .select()
      .from(reportPurges)
      .where(lte(reportPurges.dueAt, at.toISOString()))
      .orderBy(reportPurges.dueAt)
      .limit(MOST_REPORTS),
    ...forget(
      platform,
      sql`id IN (SELECT id FROM reports WHERE deleted_at < ${old} ORDER BY deleted_at LIMIT ${MOST_REPORTS})`,
    ),
  ]);
  for (const purge of due)
    await removeStored(platform, purge, await selectSomeRuns(platform, purge.reportId));
}

/** The first part: gives the purges that were noted, and the runs that were ended by it. Statements for one batch. */
function forget({ db, now }: Pick<Platform, "db" | "now">, which: SQL) {
  const at = now().toISOString();
  const gone = sql`(SELECT report_id FROM report_purges WHERE due_at = ${at})`;
  return [
    db
      .insert(reportPurges)
      .select(sql`SELECT id, workspace_id, ${at} FROM reports WHERE ${which}`)
      .returning(),
    db
      .update(runs)
      .set({
        status: "cancelled",
        stage: "cancelled",
        reason: "cancelled_by_user",
        completedAt: at,
        leaseUntil: null,
      })
      .where(sql`${runs.id} IN (${unendedOf(gone)})`)
      .returning(),
    db.delete(reportShares).where(sql`${reportShares.reportId} IN ${gone}`),
    db.delete(reportVersions).where(sql`${reportVersions.reportId} IN ${gone}`),
    db
      .delete(scheduleSlots)
      .where(sql`${scheduleSlots.scheduleId} IN (SELECT id FROM schedules WHERE report_id IN ${gone})`),
    db.delete(unsubscribes).where(
      sql`(${unsubscribes.workspaceId}, ${unsubscribes.scheduleId}) IN (
        SELECT workspace_id, id FROM schedules WHERE report_id IN ${gone})`,
    ),
    db.delete(schedules).where(sql`${schedules.reportId} IN ${gone}`),
    db.delete(reports).where(sql`${reports.id} IN ${gone}`),
  ] as const;
}

/** By the lists of the reports' own: however many runs have ended, they are not looked at. */
const unendedOf = (reportIds: SQL) => sql`
  SELECT run_id FROM run_list_items WHERE list_id IN (SELECT id FROM run_lists WHERE audience IN ${reportIds})
  AND status IN ${WAITING}`;

/** The runs that a step is about. A statement. */
const selectSomeRuns = ({ db }: Pick<Platform, "db">, reportId: string) =>
  db
    .select({
      id: runs.id,
      workspaceId: runs.workspaceId,
      status: runs.status,
      completedAt: runs.completedAt,
    })
    .from(runs)
    .where(eq(runs.reportId, reportId))
    .orderBy(runs.id)
    .limit(MOST_RUNS);

type SomeRuns = Awaited<ReturnType<typeof selectSomeRuns>>;

/** A step of the second part. */
async function removeStored(
  { db, bucket, now }: Pick<Platform, "db" | "bucket" | "now">,
  { reportId, workspaceId }: typeof reportPurges.$inferSelect,
  some: SomeRuns,
): Promise<void> {
  const at = now().getTime();
  await removeUnder(bucket, givenPrefix(workspaceId, reportId));
  for (const run of some) await removeTraces({ bucket }, run);
  const settled = some.filter((run) => isSettled(run, at));
  const isLast = some.length < MOST_RUNS;
  await db.batch([
    db.delete(runs).where(
      inArray(
        runs.id,
        settled.map(({ id }) => id),
      ),
    ),
    isLast && settled.length === some.length
      ? db.delete(reportPurges).where(eq(reportPurges.reportId, reportId))
      : db
          .update(reportPurges)
          .set({ dueAt: new Date(isLast ? at + SETTLED_AFTER_MS : at).toISOString() })
          .where(eq(reportPurges.reportId, reportId)),
  ]);
}

const isSettled = ({ status, completedAt }: SomeRuns[number], at: number) =>
  isEnded({ status }) && (status !== "cancelled" || Date.parse(completedAt ?? "") < at - SETTLED_AFTER_MS);
