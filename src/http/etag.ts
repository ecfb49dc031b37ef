import { createHash } from "node:crypto";
import type { Context } from "hono";
import { Problem } from "./problem";
import type { AppEnv } from "./route";

/**
 * A strong ETag from what identifies a state: the id and whatever changes with each change, such as
 * `updated_at` or a version number (RFC 9110, section 8.8.3).
 */
export function etagOf(...parts: readonly (string | number | null)[]): string {
  return `"${parts.map((part) => encodeURIComponent(part ?? "")).join("/")}"`;
}

/**
 * The tag of one representation of a state: it also changes with what is shown beside that state, such as a
 * history. If-Match goes by the state alone: what is merely shown does not make a change stale.
 */
export function tagShowing(stateTag: string, shown: unknown): string {
  const digest = createHash("sha1").update(JSON.stringify(shown)).digest("base64url");
  return `${stateTag.slice(0, -1)};${digest}"`;
}

/** 200 with the body and its ETag, or 304 when `If-None-Match` names it (weak comparison, lists, `*`). */
export function answerWithEtag<T extends object>(c: Context<AppEnv>, body: T, etag: string) {
  c.header("ETag", etag);
  const answer = () => c.json(body, 200);
  if (!names(c.req.header("If-None-Match"), etag, "weak")) return answer();
  // The contract's types know only the answer with a body; `conditional: "read"` documents this one.
  return c.body(null, 304) as unknown as ReturnType<typeof answer>;
}

/**
 * 412 when `If-Match` is given and does not name this state (strong comparison: a weak tag never matches). `etag`
 * is the state's own, of `etagOf`.
 */
export function checkIfMatch(c: Context<AppEnv>, etag: string): void {
  const header = c.req.header("If-Match");
  if (header === undefined || names(header.replaceAll(/;[^"]*"/g, '"'), etag, "strong")) return;
  throw new Problem(
    "precondition_failed",
    "It has changed since you read it: read it again and repeat the change.",
    {
      headers: { ETag: etag },
    },
  );
}

/** Whether a condition header's list of entity tags names this one. */
export function names(header: string | undefined, etag: string, comparison: "weak" | "strong"): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return [...header.matchAll(/(W\/)?("[^"]*")/g)].some(
    ([, weak, tag]) => tag === etag && (comparison === "weak" || weak === undefined),
  );
}
