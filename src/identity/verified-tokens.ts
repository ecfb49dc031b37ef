import type { Settings } from "../env";
import type { Claims } from "./claims";

/** A withdrawn key stops its tokens this long after at the latest. */
const TRUST_MS = 60_000;
const MOST = 500;

interface Verified {
  readonly claims: Claims;
  readonly settings: Settings;
  readonly until: number;
}

const tokens = new Map<string, Verified>();

/** Tokens that held a moment ago, so that a client's next request costs no signature check. The oldest goes first. */
export const verifiedTokens = {
  /** The claims, while neither the token nor our trust in it has run out. */
  get(token: string, settings: Settings, now: Date): Claims | null {
    const known = tokens.get(token);
    if (!known) return null;
    if (known.settings === settings && now.getTime() < known.until) return known.claims;
    tokens.delete(token);
    return null;
  },

  /** `expires` in ms since 1970. */
  keep(token: string, settings: Settings, claims: Claims, now: Date, expires: number): void {
    if (tokens.size >= MOST) tokens.delete(tokens.keys().next().value ?? "");
    tokens.set(token, { claims, settings, until: Math.min(expires, now.getTime() + TRUST_MS) });
  },
};
