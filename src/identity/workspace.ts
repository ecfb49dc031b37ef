import type { Context } from "hono";
import type { Role } from "../context";
import { Problem } from "../http/problem";
import type { AppEnv } from "../http/route";
import type { Claims } from "./claims";

export interface Membership {
  readonly workspaceId: string;
  readonly role: Role;
}

/**
 * The workspace that a request is about: the one it names, else the token's own. 400 when it names two, or
 * none where the token opens several; 403 when the token does not open the one it names.
 */
export function chooseWorkspace(c: Context<AppEnv>, claims: Claims): Membership {
  const named = namedWorkspace(c);
  const workspaceId = named ?? claims.homeWorkspace;
  if (workspaceId === undefined) {
    if (claims.memberships.size === 0) throw new Problem("forbidden", "The token names no workspace.");
    throw new Problem(
      "workspace_required",
      "The token opens several workspaces: name one by ?workspace_id=.",
    );
  }
  const role = claims.memberships.get(workspaceId);
  if (role === undefined) throw new Problem("forbidden", "The token does not open this workspace.");
  return { workspaceId, role };
}

function namedWorkspace(c: Context<AppEnv>): string | undefined {
  const header = c.req.header("X-Workspace-Id");
  const names = new Set([
    ...(c.req.queries("workspace_id") ?? []),
    ...(header === undefined ? [] : [header]),
  ]);
  if (names.size > 1) throw new Problem("malformed_request", "The request names more than one workspace.");
  return [...names][0];
}
