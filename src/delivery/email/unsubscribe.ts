import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import type { Subscription } from "./unsubscribe-link";

/** Notes that a recipient does not want a schedule's e-mails. Doing it again changes nothing. */
export async function unsubscribe(
  { db, now }: Pick<Platform, "db" | "now">,
  who: Subscription,
): Promise<void> {
  await db.run(sql`INSERT INTO unsubscribes (workspace_id, schedule_id, recipient, at)
    VALUES (${who.workspaceId}, ${who.scheduleId}, ${who.recipient.toLowerCase()}, ${now().toISOString()})
    ON CONFLICT DO NOTHING`);
}
