import { expect } from "vitest";
import { PROBLEMS, type ProblemCode } from "../../src/http/codes";

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: Record<string, string[]>;
  readonly rows?: readonly Record<string, unknown>[];
  readonly request_id: string;
}

/** Asserts that the answer is this problem, in every respect that all problems share, and returns it. */
export async function expectProblem(response: Response, code: ProblemCode): Promise<ProblemBody> {
  const text = await response.text();
  expect(response.headers.get("Content-Type"), text).toBe("application/problem+json");
  const body = JSON.parse(text) as ProblemBody;
  expect(body).toMatchObject({ code, status: PROBLEMS[code].status, title: PROBLEMS[code].title });
  expect(response.status).toBe(body.status);
  expect(body.type).toBe(`/docs/problems#${code}`);
  expect(body.detail.length).toBeGreaterThan(0);
  expect(body.request_id).toBe(response.headers.get("X-Request-Id"));
  expect(response.headers.get("Server-Timing")).toMatch(
    /^total;dur=[\d.]+, d1;dur=[\d.]+;desc="calls=\d+ rows_read=\d+"$/,
  );
  expect(Object.keys(body).filter((key) => !KNOWN.has(key))).toEqual([]);
  expect(text).not.toMatch(/\bat \/|\.ts:\d|SQLITE|D1_ERROR|SELECT |node_modules/);
  return body;
}

const KNOWN = new Set(["type", "title", "status", "code", "detail", "errors", "rows", "request_id"]);
