import type { BadRowView } from "./bad-row";
import { PROBLEMS, type ProblemCode } from "./codes";

export interface ProblemOptions {
  /** Per field: what to change. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  /** Rows of the body that cannot be taken, as an upload would list them. */
  readonly rows?: readonly BadRowView[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A failure that is the caller's to see. `detail` is shown as it is: never put inner text into it. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly errors: ProblemOptions["errors"];
  readonly rows: ProblemOptions["rows"];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail);
    this.errors = options.errors;
    this.rows = options.rows;
    this.headers = options.headers ?? {};
  }

  get status() {
    return PROBLEMS[this.code].status;
  }
}

/** 422 that names each offending field, as `{field: [what to change]}`. */
export function invalid(
  errors: Readonly<Record<string, readonly string[]>>,
  rows?: ProblemOptions["rows"],
): Problem {
  const fields = Object.keys(errors);
  const detail =
    fields.length === 1
      ? `${fields[0]}: ${errors[fields[0] ?? ""]?.[0] ?? "is not valid"}`
      : `${fields.length} values are not valid: ${fields.slice(0, 10).join(", ")}${fields.length > 10 ? ", …" : ""}`;
  return new Problem("validation_failed", detail, rows ? { errors, rows } : { errors });
}

/** Missing, deleted, or another workspace's: always the same answer. */
export function notFound(what: string): Problem {
  return new Problem("not_found", `There is no such ${what}.`);
}

/** What a problem looks like in an answer (RFC 9457, with `code`, `errors` and `request_id` added). */
export function problemBody(problem: Problem, requestId: string) {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `/docs/problems#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.errors && { errors: problem.errors }),
    ...(problem.rows && { rows: problem.rows }),
    request_id: requestId,
  };
}
