import type { Context } from "hono";
import { Problem } from "./problem";
import type { AppEnv } from "./route";

/** The media type of a Content-Type header, lower case and without parameters (RFC 9110, section 8.3.1). */
export function essence(contentType: string | undefined): string {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export const isJson = (mediaType: string) => /^application\/(?:[\w.-]+\+)?json$/.test(mediaType);

/** Whether a request carries a body at all, as far as its headers tell. */
export function hasBody(c: Context<AppEnv>): boolean {
  return c.req.raw.body !== null && c.req.header("Content-Length") !== "0";
}

/** 415 unless the body's type is one of those that the route takes. A request without a body passes. */
export function requireMediaType(c: Context<AppEnv>, accepted: readonly string[]): void {
  if (!hasBody(c)) return;
  const given = essence(c.req.header("Content-Type"));
  if (accepted.some((mediaType) => matches(given, mediaType))) return;
  const detail =
    given === "" ? "The Content-Type is missing" : `Content-Type ${given.slice(0, 100)} is not accepted`;
  throw new Problem("unsupported_media_type", `${detail}: send ${accepted.join(", ")}.`, {
    headers: { Accept: accepted.join(", ") },
  });
}

function matches(given: string, accepted: string): boolean {
  if (accepted === "*/*") return true;
  if (accepted === "application/json") return isJson(given);
  if (accepted.endsWith("/*")) return given.startsWith(accepted.slice(0, -1));
  return given === accepted;
}
