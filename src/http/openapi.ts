import { createHash } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { settingsOf } from "../env";
import { BEARER, problemCodes, SHARED_PARAMETERS, sharedParameters } from "./contract-documents";
import { names } from "./etag";
import { problemResponses, problemSchema } from "./problem-documents";
import type { AppEnv, Contract } from "./route";
import { TAGS } from "./tags";

const DESCRIPTION = `
Reports over your own data: upload rows or send them, define reports over them, and have them made in the
background as JSON, CSV, HTML, PDF, XLSX and DOCX.

Every address takes a trailing slash. Times are ISO 8601 in UTC. Failures are \`application/problem+json\`
(RFC 9457) with a \`code\` to program against. Every answer carries \`X-Request-Id\`.
`.trim();

/** Components that contracts refer to by name: security, parameters, and each problem response in use. */
export function registerComponents(app: OpenAPIHono<AppEnv>, contracts: readonly Contract[]): void {
  const registry = app.openAPIRegistry;
  registry.register("Problem", problemSchema);
  registry.registerComponent("securitySchemes", BEARER, {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A JWT with `sub`, `workspace_id`, `role`, `aud` and `exp`. `npm run token` makes one.",
  });
  for (const name of new Set(contracts.flatMap(sharedParameters))) {
    registry.registerComponent("parameters", name, SHARED_PARAMETERS[name]);
  }
  const responses = contracts.flatMap((contract) => problemResponses(problemCodes(contract)));
  for (const [name, component] of new Map(responses.map((response) => [response.name, response.component]))) {
    registry.registerComponent("responses", name, component);
  }
}

/** `GET /openapi.json`: the document of all mounted routes, made at the first request of an isolate. */
export function openApiHandler(app: OpenAPIHono<AppEnv>) {
  let made: ReturnType<typeof makeDocument> | undefined;
  return (c: Context<AppEnv>) => {
    const { PUBLIC_URL } = settingsOf(c.env);
    // Without a setting the server is wherever the document was got from (OpenAPI 3.1, section 4.8.5).
    const server = PUBLIC_URL === undefined ? "/" : new URL(PUBLIC_URL).origin;
    if (made?.server !== server) made = makeDocument(app, server);
    const headers = { ETag: made.etag, "Cache-Control": "public, max-age=60" };
    if (names(c.req.header("If-None-Match"), made.etag, "weak")) return c.body(null, 304, headers);
    return c.body(made.text, 200, { ...headers, "Content-Type": "application/json" });
  };
}

function makeDocument(app: OpenAPIHono<AppEnv>, server: string) {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Edge Reports",
      version: "1.0.0",
      description: DESCRIPTION,
      contact: { name: "The operators of this deployment" },
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
    },
    servers: [{ url: server, description: "This deployment" }],
    security: [{ [BEARER]: [] }],
  });
  const used = new Set(operationsOf(document).flatMap((operation) => operation.tags ?? []));
  document.tags = Object.entries(TAGS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
  const text = JSON.stringify(document);
  return { server, text, etag: `"${createHash("sha256").update(text).digest("base64url")}"` };
}

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

function operationsOf({ paths = {} }: Document) {
  return Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
}
