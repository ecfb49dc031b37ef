import type { MiddlewareHandler } from "hono";
import { Problem } from "./problem";
import type { AppEnv } from "./route";

const MAX_LENGTH = 8_000; // RFC 9110, section 4.1, asks for at least this

/** Refuses addresses that cannot mean anything: too long, broken percent-encoding, NUL bytes. */
export const saneAddress: MiddlewareHandler<AppEnv> = (c, next) => {
  const { url } = c.req;
  if (url.length > MAX_LENGTH) {
    throw new Problem("uri_too_long", `An address may have at most ${MAX_LENGTH} characters.`);
  }
  if (url.includes("%") && !isDecodable(url)) {
    throw new Problem("malformed_request", "The address holds broken percent-encoding or a NUL byte.");
  }
  return next();
};

function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes("\0");
  } catch {
    return false;
  }
}
