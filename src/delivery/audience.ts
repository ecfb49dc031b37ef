import { type SQL, sql } from "drizzle-orm";
import type { News } from "./announce";

/** A query whose rows are `kind, target, schedule_id, status, origin`: one for each that hears of something. */
export type Audience = SQL;

/** Who hears of this: each part is a SELECT, and D1 takes at most five of them in a union. */
export function audienceOf(news: News): Audience {
  const parts = [listeningWebhooks(news)];
  if (news.scheduleId) parts.push(...scheduleTargets(news, news.scheduleId));
  return sql.join(parts, sql` UNION ALL `);
}

const listens = ({ event }: News) => sql`EXISTS (SELECT 1 FROM json_each(w.events) WHERE value = ${event})`;

const listeningWebhooks = (news: News) => sql`
  SELECT 'webhook' AS kind, w.id AS target, NULL AS schedule_id, 'pending' AS status, w.origin AS origin
  FROM webhooks w WHERE w.workspace_id = ${news.workspaceId} AND w.enabled = 1 AND ${listens(news)}`;

function scheduleTargets(news: News, scheduleId: string): SQL[] {
  switch (news.event) {
    case "run.completed":
      return [scheduledWebhooks(news, scheduleId), scheduledRecipients(news, scheduleId)];
    case "run.failed":
    case "run.cancelled":
      return [scheduledWebhooks(news, scheduleId)];
    case "schedule.failed":
      return [people(news, scheduleId, sql`u.id = s.created_by`)];
    case "schedule.paused":
      return [people(news, scheduleId, sql`(u.id = s.created_by OR u.role = 'admin')`)];
    default:
      return [];
  }
}

/** A completed run's deliveries wait for the schedule's send condition, where it has one. */
const statusOf = ({ event }: News) =>
  event === "run.completed"
    ? sql`CASE WHEN s.send_if IS NULL THEN 'pending' ELSE 'held' END`
    : sql`'pending'`;

/** The webhooks that a schedule names, but for those that hear of it anyway. */
const scheduledWebhooks = (news: News, scheduleId: string) => sql`
  SELECT 'webhook', w.id, s.id, ${statusOf(news)}, w.origin
  FROM schedules s, json_each(s.deliveries) d JOIN webhooks w ON w.id = d.value ->> 'webhook_id'
  WHERE s.id = ${scheduleId} AND s.workspace_id = ${news.workspaceId}
    AND w.workspace_id = s.workspace_id AND w.enabled = 1 AND NOT ${listens(news)}`;

const scheduledRecipients = (news: News, scheduleId: string) => sql`
  SELECT 'email', t.value, s.id, ${statusOf(news)}, s.origin
  FROM schedules s, json_each(s.deliveries) d, json_each(d.value, '$.to') t
  WHERE s.id = ${scheduleId} AND s.workspace_id = ${news.workspaceId} AND d.value ->> 'type' = 'email'`;

/** People of the workspace whose address is known. */
const people = (news: News, scheduleId: string, who: SQL) => sql`
  SELECT 'email', u.email, s.id, 'pending', s.origin
  FROM schedules s JOIN users u ON u.workspace_id = s.workspace_id
  WHERE s.id = ${scheduleId} AND s.workspace_id = ${news.workspaceId} AND u.email IS NOT NULL AND ${who}`;
