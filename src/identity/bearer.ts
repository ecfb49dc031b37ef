import { Problem } from "../http/problem";

const MAX_TOKEN_BYTES = 8_192;
const CREDENTIALS = /^(?:bearer|token) +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * The token of an `Authorization` header (RFC 6750, section 2.1), with `Token` as a synonym of `Bearer`.
 * Two such headers arrive joined by a comma, which is no token.
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthorized("Send an Authorization header with a bearer token.");
  if (authorization.length > MAX_TOKEN_BYTES) throw invalidToken("The token is too large.");
  const token = CREDENTIALS.exec(authorization)?.[1];
  if (token === undefined) throw invalidToken("The Authorization header must be `Bearer <token>`.");
  return token;
}

/** 401 for a request without credentials. */
function unauthorized(detail: string): Problem {
  return new Problem("unauthorized", detail, {
    headers: { "WWW-Authenticate": 'Bearer realm="edge-reports"' },
  });
}

/** 401 for credentials that do not hold (RFC 6750, section 3.1). `detail` must be free of quotes. */
export function invalidToken(detail: string): Problem {
  const challenge = `Bearer realm="edge-reports", error="invalid_token", error_description="${detail}"`;
  return new Problem("unauthorized", detail, { headers: { "WWW-Authenticate": challenge } });
}
