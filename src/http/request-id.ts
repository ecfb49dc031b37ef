import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./route";

const SANE = /^[A-Za-z0-9._-]{1,128}$/;

/** `X-Request-Id` on every answer: the caller's own if it is sane, else a new UUID. */
export const requestId: MiddlewareHandler<AppEnv> = async (c, next) => {
  const given = c.req.header("X-Request-Id");
  const id = given !== undefined && SANE.test(given) ? given : crypto.randomUUID();
  c.set("requestId", id);
  await next();
  c.res.headers.set("X-Request-Id", id);
};
