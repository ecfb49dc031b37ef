import type { ProblemCode } from "./codes";

/** Headers that answers carry, as the API document explains them. Those of security and caching need no word. */
const ANSWER_HEADERS = {
  "X-Request-Id":
    "The id of this request: yours if you sent one, else made here. Name it when you ask about it.",
  "Server-Timing": "Milliseconds in all, and what the database had to do.",
  ETag: "The state that was read: for `If-None-Match` and `If-Match`.",
  Location: "Where to find what was made or started.",
  "Retry-After": "Seconds to wait before asking again.",
  "Idempotency-Replayed": "`true` when this is the first answer to the same `Idempotency-Key` once more.",
  "WWW-Authenticate": "How to sign in, and what is wrong with the token (RFC 6750).",
  Accept: "The content types that are accepted.",
  Upgrade: "The protocol to ask for.",
  "Accept-Ranges": "`bytes`: parts of the file can be asked for.",
  "Content-Range": "Which bytes these are, of how many (RFC 9110, section 14.4).",
  "Content-Disposition": "The file's name.",
  "Last-Modified": "When the file was made.",
  "Repr-Digest": "SHA-256 of the whole file (RFC 9530).",
  "X-Robots-Tag": "`noindex`.",
  "X-Accel-Buffering": "`no`: a proxy must hand events on at once.",
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** On every answer of every route. */
const ALWAYS: readonly AnswerHeader[] = ["X-Request-Id", "Server-Timing"];

const OF_PROBLEMS: Partial<Record<ProblemCode, readonly AnswerHeader[]>> = {
  unauthorized: ["WWW-Authenticate"],
  request_in_progress: ["Retry-After"],
  not_ready: ["Retry-After"],
  precondition_failed: ["ETag"],
  unsupported_media_type: ["Accept"],
  range_not_satisfiable: ["Accept-Ranges", "Content-Range"],
  upgrade_required: ["Upgrade"],
  unavailable: ["Retry-After"],
};

/** What an answer with one of these problems carries. */
export const problemHeaders = (codes: readonly ProblemCode[]) =>
  headerReferences(codes.flatMap((code) => OF_PROBLEMS[code] ?? []));

/** The `headers` of a documented response: these, and what every answer has. */
export function headerReferences(names: readonly AnswerHeader[]): Record<string, { $ref: string }> {
  return Object.fromEntries(
    [...ALWAYS, ...names].map((name) => [name, { $ref: `#/components/headers/${componentName(name)}` }]),
  );
}

/** What those references lead to, by name. */
export const headerComponents = () =>
  Object.entries(ANSWER_HEADERS).map(
    ([name, description]) =>
      [componentName(name), { description, schema: { type: "string" as const } }] as const,
  );

const componentName = (name: string) => name.replaceAll("-", "");
