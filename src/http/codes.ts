/** Every problem this API can answer: code to status and title. The error enum and the documents derive from it. */
export const PROBLEMS = {
  malformed_request: { status: 400, title: "The request cannot be read" },
  workspace_required: { status: 400, title: "Name a workspace" },
  unauthorized: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "You may not do this" },
  not_found: { status: 404, title: "There is no such thing" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  /** The first request with this `Idempotency-Key` has not been answered yet. */
  request_in_progress: { status: 409, title: "The same request is still running" },
  conflict: { status: 409, title: "The state does not allow it" },
  not_ready: { status: 409, title: "It is not there yet" },
  gone: { status: 410, title: "It is no longer there" },
  precondition_failed: { status: 412, title: "It has changed since you read it" },
  too_large: { status: 413, title: "The body is too large" },
  uri_too_long: { status: 414, title: "The address is too long" },
  unsupported_media_type: { status: 415, title: "The content type is not accepted" },
  range_not_satisfiable: { status: 416, title: "The range lies outside the file" },
  validation_failed: { status: 422, title: "Some values are not valid" },
  idempotency_key_reused: { status: 422, title: "This Idempotency-Key was used for another request" },
  upgrade_required: { status: 426, title: "This address speaks WebSocket or server-sent events" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Try again in a moment" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
