import { Buffer } from "node:buffer";
import type { WebhookRow } from "../../db/schema";
import type { Settings } from "../../env";
import { seal, unseal } from "../../http/sealed";

/** Standard Webhooks, "symmetric keys": 24 to 64 bytes, base64, after `whsec_`. */
const SECRET_BYTES = 32;

export const newSecret = () =>
  `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("base64")}`;

export const sealHeaders = (settings: Settings, id: string, headers: Readonly<Record<string, string>>) =>
  seal(settings, id, JSON.stringify(headers));

/** Null when they were sealed under another AUTH_SECRET. */
export async function openHeaders(
  settings: Settings,
  { id, headers }: Pick<WebhookRow, "id" | "headers">,
): Promise<Record<string, string> | null> {
  const text = await unseal(settings, id, headers);
  return text === null ? null : (JSON.parse(text) as Record<string, string>);
}

/** The secrets to sign with now, the newest first; empty when none can be read. */
export async function openSecrets(settings: Settings, row: WebhookRow, now: Date): Promise<string[]> {
  const isRotating = row.previousUntil !== null && row.previousUntil > now.toISOString();
  const sealed = [row.secret, ...(isRotating && row.previousSecret ? [row.previousSecret] : [])];
  const secrets = await Promise.all(sealed.map((text) => unseal(settings, row.id, text)));
  return secrets.filter((secret) => secret !== null);
}
