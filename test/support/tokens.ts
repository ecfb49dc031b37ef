import { env } from "cloudflare:workers";
import { type JWTPayload, SignJWT } from "jose";
import type { Role } from "../../src/context";
import { settingsOf } from "../../src/env";

export interface Identity {
  readonly workspace: string;
  readonly user?: string;
  readonly role?: Role;
  readonly name?: string;
  readonly email?: string;
}

export const AUDIENCE = "edge-reports";

/** Claims of a token that holds. */
export function claimsFor({ workspace, user = "ada", role = "admin", name, email }: Identity): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { sub: user, name, email, workspace_id: workspace, role, aud: AUDIENCE, iat: now, exp: now + 3600 };
}

/** Signs claims as they are, by HS256 with the test secret unless told otherwise. */
export async function signed(claims: JWTPayload, secret = settingsOf(env).AUTH_SECRET): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
}

/** A token of this identity. */
export const tokenFor = (identity: Identity): Promise<string> => signed(claimsFor(identity));
