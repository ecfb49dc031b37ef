import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

/** What the suite's servers sign and verify tokens with. */
export const SECRET = "only for the conformance suite, never deployed";

export type Role = "admin" | "editor" | "viewer";
export type Claims = Readonly<Record<string, unknown>>;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Claims of a token that holds for an hour. */
export function claimsOf(workspace: string, role: Role, user: string): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: user,
    name: `${user} of ${workspace}`,
    email: `${user}@example.com`,
    workspace_id: workspace,
    role,
    aud: "edge-reports",
    iat: now,
    exp: now + 3600,
  };
}

/** A JWT (RFC 7515, compact form) made by hand, so that it can be made wrong as well. */
export function signToken(
  claims: Claims,
  { header = { alg: "HS256", typ: "JWT" }, secret = SECRET }: { header?: Claims; secret?: string } = {},
): string {
  const signed = `${part(header)}.${part(claims)}`;
  const hash = String(header.alg).replace("HS", "sha");
  const signature = /^sha(256|384|512)$/.test(hash)
    ? createHmac(hash, secret).update(signed).digest("base64url")
    : "";
  return `${signed}.${signature}`;
}
