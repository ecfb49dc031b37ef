import type { Context, MiddlewareHandler } from "hono";
import type { Actor, Ctx } from "../context";
import { settingsOf } from "../env";
import type { AppEnv } from "../http/route";
import { bearerToken } from "./bearer";
import { recordUser } from "./record-user";
import { requestContext } from "./request-context";
import { verifyToken } from "./token";
import { chooseWorkspace } from "./workspace";

/** Every route that is not public: afterwards `c.get("ctx")` says who acts, and where. Makes no D1 call. */
export const authenticate: MiddlewareHandler<AppEnv> = async (c, next) => {
  await authenticated(c);
  await next();
};

/** The same for a route that decides by itself whether it needs a token. 401, 403 or 400 if it does not hold. */
export async function authenticated(c: Context<AppEnv>): Promise<Ctx> {
  const now = new Date();
  const claims = await verifyToken(bearerToken(c.req.header("Authorization")), settingsOf(c.env), now);
  const { workspaceId, role } = chooseWorkspace(c, claims);
  const actor: Actor = { id: claims.userId, name: claims.name, email: claims.email, role };
  const ctx = requestContext(c, workspaceId, actor);
  c.set("ctx", ctx);
  c.set("memberships", claims.memberships);
  ctx.later(recordUser(c.env.DB, workspaceId, actor, now));
  return ctx;
}
