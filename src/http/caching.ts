import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./route";

/** Answers belong to one caller: no shared cache keeps them, and a private one asks again (by ETag). */
export const privateCaching: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { headers } = c.res;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
};
