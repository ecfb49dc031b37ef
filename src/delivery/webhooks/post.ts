import { Webhook } from "standardwebhooks";
import type { DeliveryRow, WebhookRow } from "../../db/schema";
import type { Mailroom } from "../mailroom";
import type { Outcome } from "../outcome";
import { firstBytes } from "./first-bytes";
import { retryAfter } from "./retry-after";
import { openHeaders, openSecrets } from "./secrets";
import { refusalOf } from "./target";

/** As much of an answer as the log keeps. */
const KEPT_BYTES = 1_000;

/**
 * One try to deliver to a webhook, signed as Standard Webhooks says, with both secrets while they rotate. Redirects
 * are not followed: they could lead where the address itself may not. Never throws.
 */
export async function post(
  room: Pick<Mailroom, "settings" | "now">,
  row: DeliveryRow,
  webhook: WebhookRow | undefined,
): Promise<Outcome> {
  if (webhook === undefined) return { kind: "skipped", error: "The webhook was deleted." };
  if (!webhook.enabled) return { kind: "skipped", error: "The webhook is disabled." };
  const refusal = refusalOf(webhook.url, room.settings);
  if (refusal) return { kind: "failed", passing: false, error: `The webhook's url ${refusal}.` };
  const at = room.now();
  const secrets = await openSecrets(room.settings, webhook, at);
  const custom = await openHeaders(room.settings, webhook);
  if (secrets.length === 0 || custom === null)
    return { kind: "failed", passing: false, error: "The secret can no longer be read: rotate it." };
  const signatures = secrets.map((secret) => new Webhook(secret).sign(row.id, at, row.payload));
  return await send(room, webhook.url, row.payload, {
    ...custom,
    "Content-Type": "application/json",
    "User-Agent": "Edge-Reports-Webhooks/1.0",
    "webhook-id": row.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  });
}

async function send(
  { settings, now }: Pick<Mailroom, "settings" | "now">,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<Outcome> {
  const limitSeconds = settings.WEBHOOK_TIMEOUT_SECONDS;
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  const signal = AbortSignal.timeout(limitSeconds * 1000);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const answer = {
      code: response.status,
      body: await firstBytes(response, KEPT_BYTES).catch(() => ""),
      durationMs: took(),
    };
    if (response.ok) return { kind: "delivered", ...answer };
    const pause = retryAfter(response.headers.get("Retry-After"), now());
    return { kind: "failed", ...failureOf(response.status), retryAfter: pause, ...answer };
  } catch {
    const error = signal.aborted
      ? `It did not answer within ${limitSeconds} seconds.`
      : "It could not be reached.";
    return { kind: "failed", passing: true, error, durationMs: took() };
  }
}

function failureOf(status: number): { error: string; passing: boolean; gone?: boolean } {
  if (status === 410)
    return { error: "It answered 410 Gone, so it was disabled.", passing: false, gone: true };
  if (status >= 300 && status < 400)
    return { error: `It answered ${status}: redirects are not followed.`, passing: true };
  return { error: `It answered ${status}.`, passing: true };
}
