import type { Context } from "hono";
import { essence } from "./media-types";
import type { AppEnv } from "./route";

/**
 * SHA-256 (hex) of what makes two requests the same: path, query and JSON body, whatever the order of its
 * keys. A streamed body (`body` undefined) is known by its type, length and digest instead of being read.
 */
export async function requestFingerprint(c: Context<AppEnv>, body: unknown): Promise<string> {
  const query = [...new URL(c.req.url).searchParams].sort();
  const content = body === undefined ? streamed(c) : canonical(body);
  const text = JSON.stringify([c.req.method, c.req.path, query, content]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}

/** A multipart boundary differs each time, so only the bare media type counts. */
const streamed = (c: Context<AppEnv>) => [
  essence(c.req.header("Content-Type")),
  c.req.header("Content-Length") ?? null,
  c.req.header("Content-Digest") ?? null,
];

/** The same value with each object as a list of its entries in order of their keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, inner]) => [key, canonical(inner)]) };
}
