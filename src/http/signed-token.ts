import { Buffer } from "node:buffer";
import type { Settings } from "../env";

/** Each purpose has its own key, so a token of one is noise to the other. */
export type TokenPurpose = "download-link" | "live-ticket" | "unsubscribe";

/** A token that can never be ours is not worth a computation. */
const LONGEST_TOKEN = 2_048;

export type OpenedToken =
  | { readonly state: "valid"; readonly claims: readonly unknown[] }
  | { readonly state: "expired"; readonly expires: Date }
  | { readonly state: "forged" };

/**
 * A compact bearer token: base64url of the JSON array `[expires, ...claims]` (expires in whole seconds since
 * 1970), a dot, base64url of its HMAC-SHA-256. Readable by anyone, made only by us.
 */
export async function signToken(
  settings: Settings,
  purpose: TokenPurpose,
  expires: Date,
  claims: readonly string[],
): Promise<string> {
  const facts = JSON.stringify([Math.floor(expires.getTime() / 1000), ...claims]);
  const payload = Buffer.from(facts).toString("base64url");
  const tag = await crypto.subtle.sign("HMAC", await keyOf(settings, purpose), Buffer.from(payload));
  return `${payload}.${Buffer.from(tag).toString("base64url")}`;
}

/** Checks the tag in constant time, then the expiry. Never throws, whatever the text is. */
export async function openToken(
  settings: Settings,
  purpose: TokenPurpose,
  token: string,
  now: Date,
): Promise<OpenedToken> {
  const forged = { state: "forged" } as const;
  const [payload = "", tag = "", ...more] = token.length > LONGEST_TOKEN ? [] : token.split(".");
  const tagBytes = decode(tag);
  if (!tagBytes || more.length > 0) return forged;
  const key = await keyOf(settings, purpose);
  if (!(await crypto.subtle.verify("HMAC", key, tagBytes, Buffer.from(payload)))) return forged;
  const [seconds, ...claims] = JSON.parse(decode(payload)?.toString("utf8") ?? "[]") as [
    number,
    ...unknown[],
  ];
  const expires = new Date(seconds * 1000);
  return now < expires ? { state: "valid", claims } : { state: "expired", expires };
}

const keys = new WeakMap<Settings, Map<TokenPurpose, CryptoKey>>();

/** HKDF (RFC 5869) of AUTH_SECRET, with the purpose as its context. Derived once an isolate. */
async function keyOf(settings: Settings, purpose: TokenPurpose): Promise<CryptoKey> {
  const known = keys.get(settings)?.get(purpose);
  if (known) return known;
  const root = await crypto.subtle.importKey("raw", Buffer.from(settings.AUTH_SECRET), "HKDF", false, [
    "deriveKey",
  ]);
  const info = Buffer.from(`edge-reports/${purpose}/1`);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info },
    root,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign", "verify"],
  );
  keys.set(settings, (keys.get(settings) ?? new Map()).set(purpose, key));
  return key;
}

/** Null unless it is spelled as we spell it: no padding, no unused bits, so one token has one text. */
function decode(text: string): Buffer<ArrayBuffer> | null {
  const bytes = Buffer.from(text, "base64url");
  return text !== "" && bytes.toString("base64url") === text ? bytes : null;
}
