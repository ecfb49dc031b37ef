import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import { Problem } from "../http/problem";

/** How long known keys still serve when the issuer cannot be reached. */
const STALE_MS = 24 * 60 * 60 * 1000;
/** How long a failure is remembered, so that an outage does not slow every request down. */
const FAILURE_MS = 30_000;

const sources = new Map<string, JWTVerifyGetKey>();

/** Keys of a JWK set by URL, cached for the isolate's life. */
export function remoteKeys(url: string): JWTVerifyGetKey {
  const known = sources.get(url) ?? keySource(new URL(url));
  sources.set(url, known);
  return known;
}

/**
 * jose fetches the set once in ten minutes, and again for an unknown key at most each half minute. An
 * issuer that is down neither signs everybody out (its last keys serve for a day) nor makes tokens wrong:
 * with no keys at all the answer is 503.
 */
function keySource(url: URL): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(url, { timeoutDuration: 5_000 });
  let lastGood = 0;
  let lastFailure = 0;
  return async (header, token) => {
    const now = Date.now();
    if (remote.fresh || now - lastFailure > FAILURE_MS) {
      try {
        const key = await remote(header, token);
        lastGood = now;
        return key;
      } catch (error) {
        if (isAboutTheToken(error)) throw error;
        lastFailure = now;
        console.error({ event: "jwks_unreachable", url: url.href, error: String(error) });
      }
    }
    const stale = remote.jwks();
    if (stale && now - lastGood < STALE_MS) return createLocalJWKSet(stale)(header, token);
    throw new Problem("unavailable", "The token issuer's keys cannot be fetched right now.", {
      headers: { "Retry-After": "5" },
    });
  };
}

/** A set that was fetched but holds no one key for this token. */
const isAboutTheToken = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
