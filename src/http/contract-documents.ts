import { type RouteConfig, z } from "@hono/zod-openapi";
import type { ProblemCode } from "./codes";
import { type AnswerHeader, headerReferences } from "./header-documents";
import { sharedParameters } from "./parameter-documents";
import { problemResponses } from "./problem-documents";
import { type Contract, isIdempotent, isPublic } from "./route";

export const BEARER = "bearer";

/** A contract as the API document shows it: with the parameters, security, headers and problems that follow from it. */
export function documented(contract: Contract): RouteConfig {
  const { problems: _problems, bodyLimit: _limit, parseJson: _parse, headers: _headers, ...more } = contract;
  const { conditional: _conditional, idempotent: _idempotent, takes: _takes, ...route } = more;
  const parameters = sharedParameters(contract).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return {
    ...route,
    description: [route.description ?? `${route.summary}.`, ...mannersOf(contract)].join(" "),
    security: contract.security ?? [{ [BEARER]: [] }],
    ...(parameters.length > 0 && { parameters }),
    responses: { ...successes(contract), ...failures(contract) },
  };
}

function successes(contract: Contract): RouteConfig["responses"] {
  const { conditional, responses } = contract;
  const all: RouteConfig["responses"] = { ...responses };
  const whole = responses[200];
  if (conditional === "file" && whole && "content" in whole) {
    all[206] = { ...whole, description: "The part that `Range` asked for." };
  }
  if (conditional === "read" || conditional === "file") {
    all[304] = { description: "What the caller holds is still current." };
  }
  return Object.fromEntries(
    Object.entries(all).map(([status, response]) => [
      status,
      { ...response, headers: headerReferences(answerHeaders(contract, Number(status))) },
    ]),
  );
}

function failures(contract: Contract): RouteConfig["responses"] {
  return Object.fromEntries(
    problemResponses(problemCodes(contract)).map(({ status, name }) => [
      status,
      { $ref: `#/components/responses/${name}` },
    ]),
  );
}

const OF_FILES: readonly AnswerHeader[] = [
  "Accept-Ranges",
  "Content-Disposition",
  "Repr-Digest",
  "X-Robots-Tag",
];

/** What an answer of this status carries beside what every answer does. */
function answerHeaders(contract: Contract, status: number): AnswerHeader[] {
  const { conditional, headers } = contract;
  const isMade = status === 201 || status === 202;
  const names: AnswerHeader[] = [...(headers?.[status] ?? [])];
  if (isMade) names.push("Location");
  if (status === 202) names.push("Retry-After");
  if (isIdempotent(contract) && status < 300) names.push("Idempotency-Replayed");
  if (conditional === "read" && (status === 200 || status === 304)) names.push("ETag");
  if (conditional === "file") {
    names.push("ETag", "Last-Modified", ...(status === 304 ? [] : OF_FILES));
    if (status === 206) names.push("Content-Range");
  }
  return names;
}

/** What the shared manners add to a route, in words. */
function mannersOf(contract: Contract): string[] {
  const sentences = [];
  if (contract.security?.length === 0) sentences.push("Open to anybody.");
  if (isIdempotent(contract)) sentences.push("Safe to repeat with the same `Idempotency-Key`.");
  if (contract.conditional === "read") sentences.push("Answers with an `ETag`.");
  if (contract.conditional === "write") sentences.push("Takes `If-Match`.");
  if (contract.conditional === "file") sentences.push("Takes a single `Range` and the usual conditions.");
  return sentences;
}

/** All that a route may answer: what it says itself, and what follows from its shape. */
export function problemCodes(contract: Contract): Set<ProblemCode> {
  const { request = {}, path, problems = [] } = contract;
  const codes = new Set<ProblemCode>([...problems, "malformed_request", "uri_too_long", "internal"]);
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code);
  };
  if (!isPublic(contract)) {
    add("workspace_required", "unauthorized", "forbidden", "unavailable");
  }
  if (path.includes("{")) add("not_found");
  if (request.body) add("too_large", "unsupported_media_type");
  if (request.params || request.query || hasSchema(request.body?.content)) add("validation_failed");
  if (isIdempotent(contract)) add("request_in_progress", "idempotency_key_reused", "validation_failed");
  if (contract.conditional === "write") add("precondition_failed");
  if (contract.conditional === "file") add("precondition_failed", "range_not_satisfiable");
  return codes;
}

function hasSchema(content: Record<string, unknown> | undefined): boolean {
  return Object.values(content ?? {}).some(
    (media) =>
      typeof media === "object" && media !== null && "schema" in media && media.schema instanceof z.ZodType,
  );
}
