import { Buffer } from "node:buffer";
import type { Settings } from "../env";

const IV_BYTES = 12; // NIST SP 800-38D, section 8.2.2: random, under far fewer than 2^32 seals

/**
 * A text that must be readable again, such as a webhook's secret, for keeping in the database: AES-256-GCM under a
 * key derived from AUTH_SECRET, bound to the row it is kept in. Base64url of the IV and the ciphertext.
 */
export async function seal(settings: Settings, rowId: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(iv, rowId), await keyOf(settings), Buffer.from(text));
  return Buffer.concat([iv, Buffer.from(sealed)]).toString("base64url");
}

/** The text again; null when it was sealed for another row or under another AUTH_SECRET. */
export async function unseal(settings: Settings, rowId: string, sealed: string): Promise<string | null> {
  const bytes = Buffer.from(sealed, "base64url");
  const key = await keyOf(settings);
  try {
    const iv = new Uint8Array(bytes.subarray(0, IV_BYTES));
    const text = await crypto.subtle.decrypt(parameters(iv, rowId), key, bytes.subarray(IV_BYTES));
    return Buffer.from(text).toString("utf8");
  } catch {
    return null;
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, rowId: string) => ({
  name: "AES-GCM",
  iv,
  additionalData: Buffer.from(rowId),
});

const keys = new WeakMap<Settings, CryptoKey>();

/** HKDF (RFC 5869) of AUTH_SECRET for this purpose. Derived once an isolate. */
async function keyOf(settings: Settings): Promise<CryptoKey> {
  const known = keys.get(settings);
  if (known) return known;
  const secret = Buffer.from(settings.AUTH_SECRET);
  const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(32),
      info: Buffer.from("edge-reports/sealed/1"),
    },
    root,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
  keys.set(settings, key);
  return key;
}
