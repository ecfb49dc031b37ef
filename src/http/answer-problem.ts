import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { databaseError, loggable } from "../db/query-error";
import type { ProblemCode } from "./codes";
import { Problem, problemBody } from "./problem";
import type { AppEnv } from "./route";

/** The one place that writes `application/problem+json`. */
export function answerProblem(c: Context<AppEnv>, problem: Problem): Response {
  return new Response(JSON.stringify(problemBody(problem, c.get("requestId"))), {
    status: problem.status,
    headers: { "Content-Type": "application/problem+json", ...problem.headers },
  });
}

/** Every failure becomes a problem; one that is not the caller's to see is logged and answered blankly. */
export const answerError: ErrorHandler<AppEnv> = (error, c) => {
  // A body cut off while streaming fails inside whoever reads it, under that reader's own error.
  const problem = c.get("bodyRefused") ?? problemOf(error);
  if (problem) return answerProblem(c, problem);
  logFailure(c, error);
  return answerProblem(
    c,
    new Problem("internal", "It was recorded. Give this request id when you ask about it."),
  );
};

/** Logs an unexpected failure under its request id. The route's pattern stands for its path, which may hold secrets. */
function logFailure(c: Context<AppEnv>, error: unknown): void {
  console.error({
    event: "request_failed",
    request_id: c.get("requestId"),
    method: c.req.method,
    route: routePath(c, -1),
    error: loggable(error),
  });
}

function problemOf(error: Error): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) return problemOfException(error.status);
  if (isOverload(databaseError(error))) {
    return new Problem("unavailable", "The database is busy.", { headers: { "Retry-After": "2" } });
  }
  return undefined;
}

/** What the framework itself refuses; its own words stay inside. */
function problemOfException(status: number): Problem | undefined {
  const known: Record<number, [ProblemCode, string]> = {
    400: ["malformed_request", "The request cannot be read."],
    413: ["too_large", "The body is too large."],
    415: ["unsupported_media_type", "The content type is not accepted."],
  };
  const match = known[status];
  return match && new Problem(...match);
}

/** D1 sheds load with these words (Cloudflare's "Debug D1" page); the request may simply be tried again. */
function isOverload(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^D1_/.test(error.message) &&
    /D1 DB is overloaded|Too many requests queued|Network connection lost|D1 DB reset because its code was updated/.test(
      error.message,
    )
  );
}
