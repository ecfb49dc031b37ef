import { type RouteConfig, z } from "@hono/zod-openapi";
import type { ProblemCode } from "./codes";
import { problemResponses } from "./problem-documents";
import { type Contract, isIdempotent, isPublic } from "./route";

/** Header and query parameters that many operations share, by component name. */
export const SHARED_PARAMETERS = {
  WorkspaceId: {
    name: "workspace_id",
    in: "query",
    description: "The workspace to work in, when the token names several.",
    schema: { type: "string" },
  },
  WorkspaceHeader: {
    name: "X-Workspace-Id",
    in: "header",
    description: "The same as `workspace_id`.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "Any text of up to 255 characters. The same request sent again with it is done once; kept 24 hours.",
    schema: { type: "string", maxLength: 255 },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: "The ETag that was read: 412 if it has changed since.",
    schema: { type: "string" },
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag that is already held: 304 if it has not changed.",
    schema: { type: "string" },
  },
} as const;

export const BEARER = "bearer";

/** A contract as the API document shows it: with the parameters, security and problems that follow from it. */
export function documented(contract: Contract): RouteConfig {
  const { problems: _problems, bodyLimit: _limit, parseJson: _parse, ...more } = contract;
  const { conditional, idempotent: _idempotent, ...route } = more;
  const responses: RouteConfig["responses"] = { ...contract.responses };
  if (conditional === "read") responses[304] = { description: "What the caller holds is still current." };
  for (const { status, name } of problemResponses(problemCodes(contract))) {
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  const parameters = sharedParameters(contract).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return {
    ...route,
    description: [route.description ?? `${route.summary}.`, ...mannersOf(contract)].join(" "),
    security: contract.security ?? [{ [BEARER]: [] }],
    ...(parameters.length > 0 && { parameters }),
    responses,
  };
}

/** What the shared manners add to a route, in words. */
function mannersOf(contract: Contract): string[] {
  const sentences = [];
  if (contract.security?.length === 0) sentences.push("Open to anybody.");
  if (isIdempotent(contract)) sentences.push("Safe to repeat with the same `Idempotency-Key`.");
  if (contract.conditional === "read") sentences.push("Answers with an `ETag`.");
  if (contract.conditional === "write") sentences.push("Takes `If-Match`.");
  return sentences;
}

/** Names of the shared parameters that a route takes. */
export function sharedParameters(contract: Contract): (keyof typeof SHARED_PARAMETERS)[] {
  const names: (keyof typeof SHARED_PARAMETERS)[] = [];
  if (!isPublic(contract)) names.push("WorkspaceId", "WorkspaceHeader");
  if (isIdempotent(contract)) names.push("IdempotencyKey");
  if (contract.conditional === "read") names.push("IfNoneMatch");
  if (contract.conditional === "write") names.push("IfMatch");
  return names;
}

/** All that a route may answer: what it says itself, and what follows from its shape. */
export function problemCodes(contract: Contract): Set<ProblemCode> {
  const { request = {}, path, problems = [] } = contract;
  const codes = new Set<ProblemCode>([...problems, "malformed_request", "uri_too_long", "internal"]);
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code);
  };
  if (!isPublic(contract)) {
    add("workspace_required", "unauthorized", "forbidden", "too_many_requests", "unavailable");
  }
  if (path.includes("{")) add("not_found");
  if (request.body) add("too_large", "unsupported_media_type");
  if (request.params || request.query || hasSchema(request.body?.content)) add("validation_failed");
  if (isIdempotent(contract)) add("request_in_progress", "idempotency_key_reused", "validation_failed");
  if (contract.conditional === "write") add("precondition_failed");
  return codes;
}

function hasSchema(content: Record<string, unknown> | undefined): boolean {
  return Object.values(content ?? {}).some(
    (media) =>
      typeof media === "object" && media !== null && "schema" in media && media.schema instanceof z.ZodType,
  );
}
