import { errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import type { Settings } from "../env";
import { invalidToken } from "./bearer";
import { type Claims, readClaims } from "./claims";
import { remoteKeys } from "./jwks";
import { verifiedTokens } from "./verified-tokens";

/** For clocks that differ; an expiry is taken at its word. */
const LEEWAY_SECONDS = 30;
/** With a key set, HS256 is refused even if a secret is set too: a public key must never serve as a secret. */
const KEY_SET_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/**
 * Verifies a JWT (RFC 7519, with the advice of RFC 8725): algorithm, signature, `aud`, `iss` when set,
 * `exp` (required), `nbf` and `iat`. Keys come from the settings only, never from the token's header.
 * 401 for a token that does not hold, 503 when the issuer's keys cannot be had.
 */
export async function verifyToken(token: string, settings: Settings, now: Date): Promise<Claims> {
  const known = verifiedTokens.get(token, settings, now);
  if (known) return known;
  const payload = await verified(token, settings, now).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) throw invalidToken(reasonOf(error));
    throw error;
  });
  const seconds = now.getTime() / 1000;
  if (typeof payload.exp !== "number" || payload.exp <= seconds) throw invalidToken("The token has expired.");
  if (payload.iat !== undefined && payload.iat > seconds + LEEWAY_SECONDS) {
    throw invalidToken("The token was issued in the future.");
  }
  const claims = readClaims(payload);
  if ("wrong" in claims) throw invalidToken(`The claim ${claims.wrong} is missing or not valid.`);
  verifiedTokens.keep(token, settings, claims, now, payload.exp * 1000);
  return claims;
}

async function verified(token: string, settings: Settings, now: Date) {
  const options: JWTVerifyOptions = {
    audience: settings.AUTH_AUDIENCE,
    issuer: settings.AUTH_ISSUER,
    requiredClaims: ["exp", "sub"],
    clockTolerance: LEEWAY_SECONDS,
    currentDate: now,
  };
  if (settings.AUTH_JWKS_URL !== undefined) {
    const keys: JWTVerifyGetKey = remoteKeys(settings.AUTH_JWKS_URL);
    return (await jwtVerify(token, keys, { ...options, algorithms: KEY_SET_ALGORITHMS })).payload;
  }
  const secret = await secretKey(settings.AUTH_SECRET);
  return (await jwtVerify(token, secret, { ...options, algorithms: ["HS256"] })).payload;
}

const secretKeys = new Map<string, CryptoKey>();

/** The imported secret, kept for the isolate's life: importing costs as much as verifying. */
async function secretKey(secret: string): Promise<CryptoKey> {
  const known = secretKeys.get(secret);
  if (known) return known;
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  secretKeys.set(secret, key);
  return key;
}

/** What may be told to the bearer. Anything else about a signature stays unsaid. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return "The token has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === "nbf"
      ? "The token is not valid yet."
      : `The claim ${error.claim} is missing or not accepted here.`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return "The token's algorithm is not accepted here.";
  return "The token cannot be verified.";
}
