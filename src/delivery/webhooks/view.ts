import type { WebhookRow } from "../../db/schema";
import type { Settings } from "../../env";
import { etagOf } from "../../http/etag";
import type { Webhook } from "./schemas";
import { openHeaders } from "./secrets";

/** The webhook as its admins see it. */
export async function webhookView(settings: Settings, row: WebhookRow): Promise<Webhook> {
  return {
    id: row.id,
    workspace_id: row.workspaceId,
    url: row.url,
    description: row.description,
    events: row.events,
    headers: (await openHeaders(settings, row)) ?? {},
    enabled: row.enabled,
    disabled_reason: row.disabledReason,
    failing_since: row.failingSince,
    previous_secret_valid_until: row.previousUntil,
    created_by: row.createdBy,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** Of the webhook's state, which a client changes: not of how its deliveries went. */
export const webhookTag = ({ id, updatedAt }: WebhookRow) => etagOf(id, updatedAt);
