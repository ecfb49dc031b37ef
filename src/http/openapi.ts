import { createHash } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { settingsOf } from "../env";
import { VERSION } from "../version";
import { BEARER, problemCodes } from "./contract-documents";
import { names } from "./etag";
import { headerComponents } from "./header-documents";
import { SHARED_PARAMETERS, sharedParameters } from "./parameter-documents";
import { problemResponses, problemSchema } from "./problem-documents";
import type { AppEnv, Contract } from "./route";
import { TAGS } from "./tags";

const DESCRIPTION = `
Reports over your own data: upload rows or send them, define reports over them, and have them made in the
background as JSON, CSV, HTML, PDF, XLSX and DOCX.

## The main job

1. \`POST /api/v1/datasets/upload\` with a CSV or XLSX file; poll \`GET /api/v1/datasets/{id}\` until it is \`ready\`.
2. \`POST /api/v1/reports\` with the fields, filters, groups and chart that you want.
3. \`POST /api/v1/reports/{id}/generate\` with the formats: the answer is a run, with links that serve each file once
   it is there.
4. Poll \`GET /api/v1/runs/{id}\`, or follow its \`live_url\`, until its status is \`completed\`.

## Manners

- **Token**: send \`Authorization: Bearer <JWT>\`. On a development server, \`npm start\` prints one.
- **Workspace**: the token's own, or one of several named by \`workspace_id\` or \`X-Workspace-Id\`.
- **Names and times**: JSON in snake_case; ISO 8601 in UTC. Every address takes a trailing slash.
- **Lists**: \`page\` and \`page_size\`, or \`cursor\` with the \`next_cursor\` of the page before, at the same cost however deep.
- **Query parameters**: an address that takes any refuses those it does not know (422), so that a mistyped filter
  never shows everything. Those that begin with \`_\` or \`utm_\` are let through.
- **Failures** are \`application/problem+json\` (RFC 9457) with a \`code\` to program against: [all of them](/docs/problems).
- **Repeating**: a POST that makes something is done once per \`Idempotency-Key\`. An \`ETag\` in \`If-Match\` keeps two
  people from overwriting each other.
- Every answer carries \`X-Request-Id\`.
`.trim();

/** Components that contracts refer to by name: security, parameters, headers, and each problem response in use. */
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
  for (const [name, component] of headerComponents()) registry.registerComponent("headers", name, component);
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
      version: VERSION,
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
