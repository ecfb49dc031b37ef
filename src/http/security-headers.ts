import { secureHeaders } from "hono/secure-headers";

/**
 * Headers that make an answer harmless in a browser, unless the route set its own. Nothing of this API is a
 * page, so no answer may load anything or be framed; /docs is static and has its own policy (see
 * scripts/docs-assets.mjs).
 */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  xFrameOptions: "DENY",
  overwrite: false,
});
