import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { unsubscribes } from "../../db/schema";
import { audit } from "../../identity/audit";
import type { Subscription } from "./unsubscribe-link";

type Db = Pick<Platform, "db" | "now">;

/** Notes that a recipient does not want a schedule's e-mails. Again, or when it is gone, it changes nothing. */
export async function unsubscribe(platform: Db, who: Subscription, requestId: string): Promise<void> {
  const { db, now } = platform;
  await db.batch([
    db.insert(unsubscribes).select(
      sql`SELECT workspace_id, id, ${who.recipient.toLowerCase()}, ${now().toISOString()} FROM schedules
        WHERE id = ${who.scheduleId} AND workspace_id = ${who.workspaceId} ON CONFLICT DO NOTHING`,
    ),
    audit(authorOf(platform, who, requestId), "schedule.unsubscribe", who.scheduleId),
  ]);
}

/** Takes it back: the schedule's next e-mails go to the recipient again. */
export async function resubscribe(platform: Db, who: Subscription, requestId: string): Promise<void> {
  await platform.db.batch([
    platform.db
      .delete(unsubscribes)
      .where(
        and(
          eq(unsubscribes.workspaceId, who.workspaceId),
          eq(unsubscribes.scheduleId, who.scheduleId),
          eq(unsubscribes.recipient, who.recipient.toLowerCase()),
        ),
      ),
    audit(authorOf(platform, who, requestId), "schedule.resubscribe", who.scheduleId),
  ]);
}

/** Recipients need not be users, and their addresses do not belong in the log. */
const authorOf = ({ db, now }: Db, { workspaceId }: Subscription, requestId: string) => ({
  db,
  now,
  workspaceId,
  requestId,
  actor: { id: "recipient" },
});
