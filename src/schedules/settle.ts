import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { namedBatch } from "../db/named-batch";
import { type ScheduleRow, scheduleSlots, schedules } from "../db/schema";
import { wakeNews } from "../delivery/wake";
import { WAITING } from "../runs/machine";
import { countFailure } from "./pausing";
import { noteNextRun } from "./store";

/** Per tick. */
const MOST = 100;
const MOST_FORGOTTEN = 1_000;
const KEEP_MS = 90 * 86_400_000;

/**
 * Notes how the runs of slots ended: a success ends a row of failures, a failure is counted and told to the
 * schedule's owner, and too many in a row pause it. Each slot is settled once, in the order of their times.
 */
export async function settleSlots(platform: Platform): Promise<void> {
  let others: EndedSlot[] = [];
  for (const slot of await selectEnded(platform)) {
    if (slot.runStatus !== "failed") {
      others.push(slot);
      continue;
    }
    await settleOthers(platform, others);
    others = [];
    await settleFailure(platform, slot).catch((error: unknown) => {
      console.error({ event: "slot.not_settled", schedule_id: slot.id, cause: String(error) });
    });
  }
  await settleOthers(platform, others);
}

type EndedSlot = ScheduleRow & {
  readonly slot: string;
  readonly runId: string;
  readonly runStatus: string | null;
  readonly runReason: string | null;
  readonly runMessage: string | null;
  readonly reportName: string | null;
};

/** Slots whose run has ended, or is gone, and that were not settled. */
const selectEnded = ({ db }: Platform): Promise<EndedSlot[]> =>
  db
    .select({
      ...getTableColumns(schedules),
      slot: sql<string>`t.slot`.as("slot"),
      runId: sql<string>`t.run_id`.as("run_id"),
      runStatus: sql<string | null>`r.status`.as("run_status"),
      runReason: sql<string | null>`r.reason`.as("run_reason"),
      runMessage: sql<string | null>`r.error ->> 'message'`.as("run_message"),
      reportName: sql<string | null>`r.report_name`.as("report_name"),
    })
    .from(schedules)
    .innerJoin(sql`schedule_slots t`, sql`t.schedule_id = ${schedules.id} AND t.settled IS NULL`)
    .leftJoin(sql`runs r`, sql`r.id = t.run_id`)
    .where(sql`r.id IS NULL OR r.status NOT IN ${WAITING}`)
    .orderBy(sql`t.slot`)
    .limit(MOST);

async function settleOthers({ db, now }: Platform, slots: readonly EndedSlot[]): Promise<void> {
  if (slots.length === 0) return;
  const keys = JSON.stringify(slots.map(({ id, slot }) => [id, slot]));
  const succeeded = slots.filter(({ runStatus }) => runStatus === "completed" || runStatus === "expired");
  await db.batch([
    db
      .update(scheduleSlots)
      .set({ settled: now().toISOString() })
      .where(
        sql`${scheduleSlots.settled} IS NULL AND (${scheduleSlots.scheduleId}, ${scheduleSlots.slot}) IN (
          SELECT value ->> 0, value ->> 1 FROM json_each(${keys}))`,
      ),
    db
      .update(schedules)
      .set({ failures: 0 })
      .where(
        sql`${schedules.failures} > 0
          AND ${schedules.id} IN (SELECT value FROM json_each(${JSON.stringify(succeeded.map(({ id }) => id))}))`,
      ),
  ]);
}

async function settleFailure(platform: Platform, ended: EndedSlot): Promise<void> {
  const claim = crypto.randomUUID();
  const isOurs: SQL = sql`EXISTS (SELECT 1 FROM schedule_slots
    WHERE schedule_id = ${ended.id} AND slot = ${ended.slot} AND settled = ${claim})`;
  const { failureNews, pausedNews } = await namedBatch(platform, {
    claimed: platform.db
      .update(scheduleSlots)
      .set({ settled: claim })
      .where(
        sql`${eq(scheduleSlots.scheduleId, ended.id)} AND ${eq(scheduleSlots.slot, ended.slot)}
          AND ${scheduleSlots.settled} IS NULL`,
      ),
    ...countFailure(platform, {
      schedule: ended,
      reportName: ended.reportName ?? "",
      slot: ended.slot,
      runId: ended.runId,
      reason: ended.runReason ?? "internal",
      message: ended.runMessage ?? "The report could not be generated.",
      condition: isOurs,
    }),
    noted: noteNextRun(platform, ended.reportId),
  });
  await wakeNews(platform, ended.runId, failureNews);
  await wakeNews(platform, ended.id, pausedNews);
}

/** Forgets what came of slots a quarter of a year ago. */
export async function deleteOldSlots({ db, now }: Pick<Platform, "db" | "now">): Promise<void> {
  const before = new Date(now().getTime() - KEEP_MS).toISOString();
  await db.run(sql`DELETE FROM schedule_slots WHERE (schedule_id, slot) IN (
    SELECT schedule_id, slot FROM schedule_slots WHERE at < ${before} LIMIT ${MOST_FORGOTTEN})`);
}
