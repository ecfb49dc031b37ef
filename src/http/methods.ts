import type { Hono, NotFoundHandler } from "hono";
import { METHOD_NAME_ALL, METHODS } from "hono/router";
import { answerProblem } from "./answer-problem";
import { Problem } from "./problem";
import type { AppEnv } from "./route";

/**
 * What happens where no route fits: OPTIONS is answered with `Allow`, another method of a known address is
 * 405 with `Allow` (RFC 9110, section 15.5.6), anything else 404. Derived from the router itself.
 */
export function answerUnrouted(app: Hono<AppEnv>): NotFoundHandler<AppEnv> {
  return (c) => {
    const allowed = allowedMethods(app, c.req.path);
    if (allowed.length === 0) {
      return answerProblem(c, new Problem("not_found", "There is nothing at this address."));
    }
    const headers = { Allow: allowed.join(", ") };
    if (c.req.method === "OPTIONS") return c.body(null, 204, headers);
    const detail = `This address takes ${headers.Allow}.`;
    return answerProblem(c, new Problem("method_not_allowed", detail, { headers }));
  };
}

function allowedMethods(app: Hono<AppEnv>, path: string): string[] {
  const routed = METHODS.map((method) => method.toUpperCase()).filter((method) => {
    const [matched] = app.router.match(method, path);
    return matched.some(([[, route]]) => route.method !== METHOD_NAME_ALL);
  });
  if (routed.includes("GET")) routed.push("HEAD");
  return routed.length === 0 ? [] : [...routed, "OPTIONS"].toSorted();
}
