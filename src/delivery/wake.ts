import { isNotNull, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { deliveries } from "../db/schema";
import { lostBefore } from "../runs/jobs";

/** What one `sendBatch` takes. */
const BATCH = 100;
/** Per tick: what an outage has left is sent within minutes, and its messages stay few enough to be worked off. */
const MOST_SUBJECTS = 500;
const MOST_FORGOTTEN = 1_000;
const DAY_MS = 86_400_000;

/**
 * Wakes a sender for news that `announce` queued; `queued` is its statement's result. Costs nothing without any, and
 * never fails: the tick finds what nobody was woken for.
 */
export async function wakeNews(
  { jobs }: Pick<Platform, "jobs">,
  subjectId: string,
  queued: readonly unknown[] | undefined,
): Promise<void> {
  if (!queued || queued.length === 0) return;
  await jobs.send({ kind: "deliver", subject_id: subjectId }).catch((error: unknown) => {
    console.warn({ event: "news.wake_failed", subject_id: subjectId, cause: String(error) });
  });
}

/** Subjects with deliveries that should have been sent by then: lost wake-ups, and senders that are gone. A statement. */
const dueDeliveries = (platform: Pick<Platform, "db" | "now" | "settings">) =>
  platform.db
    .selectDistinct({ subjectId: deliveries.subjectId })
    .from(deliveries)
    .where(sql`${isNotNull(deliveries.nextAt)} AND ${deliveries.nextAt} < ${lostBefore(platform)}`)
    .limit(MOST_SUBJECTS);

/** A part of the tick: wakes a sender for everything that is overdue. */
export async function wakeDeliveries(platform: Platform): Promise<void> {
  const due = await dueDeliveries(platform);
  const messages = due.map(({ subjectId }) => ({
    body: { kind: "deliver" as const, subject_id: subjectId },
  }));
  for (let from = 0; from < messages.length; from += BATCH)
    await platform.jobs.sendBatch(messages.slice(from, from + BATCH));
}

/** A part of the tick: deletes ended deliveries past their age. Ids sort by time, so it reads what it deletes. */
export async function forgetDeliveries({
  db,
  now,
  settings,
}: Pick<Platform, "db" | "now" | "settings">): Promise<void> {
  const oldest = new Date(now().getTime() - settings.DELIVERY_RETENTION_DAYS * DAY_MS).toISOString();
  await db.run(sql`DELETE FROM deliveries WHERE id IN (
    SELECT id FROM (SELECT id, created_at, next_at FROM deliveries ORDER BY id LIMIT ${MOST_FORGOTTEN})
    WHERE created_at < ${oldest} AND next_at IS NULL)`);
}
