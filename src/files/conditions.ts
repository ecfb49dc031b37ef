import { names } from "../http/etag";
import { parseHttpDate } from "./http-date";

/** What conditions are held against. */
export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Seconds since 1970. */
  readonly modified: number;
}

/**
 * The conditions of a GET or HEAD in the order of RFC 9110 §13.2.2: `If-Match` else `If-Unmodified-Since`,
 * then `If-None-Match` else `If-Modified-Since`.
 */
export function judge(
  headers: Headers,
  { etag, modified }: Validators,
): "proceed" | "not_modified" | "failed" {
  const ifMatch = headers.get("If-Match");
  if (ifMatch !== null) {
    if (!names(ifMatch, etag, "strong")) return "failed";
  } else {
    const unmodifiedSince = dateOf(headers, "If-Unmodified-Since");
    if (unmodifiedSince !== null && modified > unmodifiedSince) return "failed";
  }
  const ifNoneMatch = headers.get("If-None-Match");
  if (ifNoneMatch !== null) return names(ifNoneMatch, etag, "weak") ? "not_modified" : "proceed";
  const modifiedSince = dateOf(headers, "If-Modified-Since");
  return modifiedSince !== null && modified <= modifiedSince ? "not_modified" : "proceed";
}

/**
 * Whether `Range` counts, by `If-Range` (RFC 9110 §13.1.5): a tag must match strongly, a date exactly.
 * The date is strong enough (§8.8.2.2) because R2 takes no two writes of one key within a second.
 */
export function rangeCounts(headers: Headers, { etag, modified }: Validators): boolean {
  const ifRange = headers.get("If-Range")?.trim();
  return ifRange === undefined || ifRange === etag || parseHttpDate(ifRange) === modified;
}

function dateOf(headers: Headers, name: string): number | null {
  const text = headers.get(name);
  return text === null ? null : parseHttpDate(text.trim());
}
