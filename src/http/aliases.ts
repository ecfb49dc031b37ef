import type { MiddlewareHandler } from "hono";
import { getPath } from "hono/utils/url";
import type { AppEnv } from "./route";

/** When the older addresses were deprecated: the release of /api/v1. */
const DEPRECATED_AT = Date.UTC(2026, 10, 1) / 1000;

/** Older prefixes and what they are called now. Applied in order, so the last may finish what an earlier began. */
const ALIASES: readonly (readonly [older: string, current: string])[] = [
  ["/api/reports/custom-reports", "/api/v1/reports"],
  ["/api/reports/custom-templates", "/api/v1/templates"],
  ["/api/custom-templates", "/api/v1/templates"],
  ["/api/reports", "/api/v1/reports"],
  ["/api/forms", "/api/v1/forms"],
  ["/api/auth", "/api/v1/auth"],
  ["/api/health", "/api/v1/health"],
  ["/api/v1/reports/options/filters", "/api/v1/reports/filters/options"],
];

/** Where probes look first; meant to stay. */
const HEALTH = "/health";

/** The path that routes are matched by: aliases resolved, and without a trailing slash, for every method. */
export function routedPath(request: Request): string {
  const path = withoutTrailingSlash(getPath(request));
  return path === HEALTH ? `/api/v1${HEALTH}` : (successorOf(path) ?? path);
}

/** What an older path is called now; undefined for a current one. */
export function successorOf(path: string): string | undefined {
  const current = ALIASES.reduce(
    (known, [older, now]) => (isUnder(known, older) ? now + known.slice(older.length) : known),
    path,
  );
  return current === path ? undefined : current;
}

/** Answers at an older address say so (RFC 9745) and name the new one (RFC 5829). */
export const deprecation: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (successorOf(withoutTrailingSlash(getPath(c.req.raw))) === undefined) return;
  const { pathname, search } = new URL(c.req.url); // still percent-encoded, as a header must be
  const successor = successorOf(withoutTrailingSlash(pathname));
  c.res.headers.set("Deprecation", `@${DEPRECATED_AT}`);
  c.res.headers.append("Link", `<${successor}${search}>; rel="successor-version"`);
};

const isUnder = (path: string, prefix: string) =>
  path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === "/");

const withoutTrailingSlash = (path: string) =>
  path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
