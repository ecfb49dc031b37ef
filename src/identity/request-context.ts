import type { Context } from "hono";
import type { Actor, Ctx, Platform } from "../context";
import { countedD1 } from "../db/counted";
import type { AppEnv } from "../http/route";
import { platformOf } from "../platform";

/** The context that verbs take, for this actor in this workspace. All its D1 calls count to the request. */
export function requestContext(c: Context<AppEnv>, workspaceId: string, actor: Actor): Ctx {
  const { env, executionCtx } = c;
  const platform = requestPlatform(c);
  return {
    ...platform,
    workspaceId,
    actor,
    generator: env.GENERATOR,
    requestId: c.get("requestId"),
    origin: new URL(platform.settings.PUBLIC_URL ?? c.req.url).origin,
    later: (work) => executionCtx.waitUntil(work),
    cost: c.get("cost"),
  };
}

/** What a route without a caller stands on. All its D1 calls count to the request. */
export function requestPlatform(c: Context<AppEnv>): Platform {
  const cost = c.get("cost");
  return platformOf(c.env, (binding) => countedD1(binding, cost));
}
