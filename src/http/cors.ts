import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { settingsOf } from "../env";
import type { AppEnv } from "./route";

const EXPOSED = [
  "Content-Disposition",
  "Deprecation",
  "ETag",
  "Idempotency-Replayed",
  "Link",
  "Location",
  "Retry-After",
  "Server-Timing",
  "X-Request-Id",
];

/** Off unless CORS_ORIGINS names origins. Tokens travel in a header, so no credentials mode is needed. */
export const crossOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origins = allowedOrigins(settingsOf(c.env).CORS_ORIGINS);
  const isPlainOptions = c.req.method === "OPTIONS" && !c.req.header("Access-Control-Request-Method");
  if (origins.length === 0 || isPlainOptions) return next();
  return cors({
    origin: origins.includes("*") ? "*" : origins,
    exposeHeaders: EXPOSED,
    maxAge: 86_400,
  })(c, next);
};

const allowedOrigins = (setting: string) =>
  setting
    .split(",")
    .map((origin) => origin.trim().replace(/\/$/, ""))
    .filter(Boolean);
