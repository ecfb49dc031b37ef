import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DeliveryRow, type WebhookRow, webhooks } from "../../db/schema";
import { audit } from "../../identity/audit";
import { statement } from "../announce";
import type { Mailroom } from "../mailroom";

type Notes = Pick<Mailroom, "db" | "now" | "settings">;

/** It works again. A statement. */
export const noteSuccess = ({ db }: Notes, { id }: WebhookRow): BatchItem<"sqlite"> =>
  db
    .update(webhooks)
    .set({ failingSince: null })
    .where(and(eq(webhooks.id, id), isNotNull(webhooks.failingSince)));

interface Failure {
  readonly row: DeliveryRow;
  readonly webhook: WebhookRow;
  readonly gone: boolean;
  /** No try follows. */
  readonly final: boolean;
}

/**
 * Notes since when a webhook only fails, and disables it when that is too long, or at once when it says that it is
 * gone. Then the audit log says so, and whoever made it or has a schedule that uses it is told. Statements.
 */
export function noteFailure(room: Notes, { row, webhook, gone, final }: Failure): BatchItem<"sqlite">[] {
  const at = room.now();
  const iso = at.toISOString();
  const ours = eq(webhooks.id, webhook.id);
  const failing = room.db
    .update(webhooks)
    .set({ failingSince: sql`coalesce(${webhooks.failingSince}, ${iso})` })
    .where(ours);
  if (!gone && !final) return [failing];

  const hours = room.settings.WEBHOOK_DISABLE_AFTER_HOURS;
  const longAgo = new Date(at.getTime() - hours * 3_600_000).toISOString();
  const reason = gone ? "It answered 410 Gone." : `No delivery succeeded for ${hours} hours.`;
  const disable = room.db
    .update(webhooks)
    .set({ enabled: false, disabledReason: reason, updatedAt: iso })
    .where(
      and(ours, eq(webhooks.enabled, true), gone ? undefined : sql`${webhooks.failingSince} <= ${longAgo}`),
    );
  const hit = sql`EXISTS (SELECT 1 FROM webhooks WHERE id = ${webhook.id} AND enabled = 0 AND updated_at = ${iso})`;
  const { workspaceId } = webhook;
  const author = { ...room, workspaceId, requestId: row.id, actor: { id: "system" } };
  const audited = audit(author, "webhook.disable", webhook.id);
  const news = statement(
    room,
    {
      workspaceId: webhook.workspaceId,
      event: "webhook.disabled",
      subjectId: row.subjectId,
      occasion: webhook.id,
      facts: { webhook_id: webhook.id, host: new URL(webhook.url).host, reason },
      guard: hit,
    },
    sql`SELECT 'email' AS kind, u.email AS target, NULL AS schedule_id, 'pending' AS status, '' AS origin FROM users u
      WHERE u.workspace_id = ${webhook.workspaceId} AND u.email IS NOT NULL AND (u.id = ${webhook.createdBy} OR u.id IN (
        SELECT s.created_by FROM schedules s, json_each(s.deliveries) d
        WHERE s.workspace_id = ${webhook.workspaceId} AND d.value ->> 'webhook_id' = ${webhook.id}))`,
  );
  return [failing, disable, audited, news];
}
