import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { invalid } from "./problem";
import { type AppEnv, type Contract, isPublic } from "./route";

/** What trackers and cache busters add; it never means anything here. */
const HARMLESS = /^(?:_|utm_)/;

/** More would help nobody. */
const MAX_NAMED = 20;

/**
 * 422 for a query parameter that a list or another route with options of its own does not know, so that a
 * mistyped filter never quietly shows everything. Where there is nothing to mistype, and on public routes, which
 * mails and probes open with parameters of their own, any is let through.
 */
export function knownQuery(contract: Contract): MiddlewareHandler<AppEnv> {
  const names = isPublic(contract) ? [] : namesOf(contract);
  const known = new Set([...names, "workspace_id"]);
  const message = `is not a query parameter of this address, which takes ${names.join(", ")}`;
  return (c, next) => {
    const { search, searchParams } = new URL(c.req.url);
    if (names.length === 0 || search === "") return next();
    const unknown = [...new Set(searchParams.keys())].filter(
      (name) => !known.has(name) && !HARMLESS.test(name),
    );
    if (unknown.length === 0) return next();
    throw invalid(
      Object.fromEntries(unknown.slice(0, MAX_NAMED).map((name) => [name.slice(0, 100), [message]])),
    );
  };
}

function namesOf({ operationId, request }: Contract): string[] {
  if (request?.query === undefined) return [];
  if (request.query instanceof z.ZodObject) return Object.keys(request.query.shape);
  throw new Error(`The query of ${operationId} must be an object schema`);
}
