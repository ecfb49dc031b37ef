import type { MiddlewareHandler } from "hono";
import { answerError } from "./answer-problem";
import type { AppEnv } from "./route";

/**
 * Innermost of the shared manners: whatever comes out of the routes becomes an answer whose headers the
 * outer ones may set. Answers handed on from R2, a Durable Object or `fetch` have frozen headers.
 */
export const openAnswer: MiddlewareHandler<AppEnv> = async (c, next) => {
  try {
    await next();
  } catch (thrown) {
    // Hono passes on what is no Error.
    c.res = await answerError(new Error("Something that is no Error was thrown", { cause: thrown }), c);
  }
  if (!isFrozen(c.res.headers)) return;
  const copy = new Response(c.res.body, c.res);
  c.res = undefined; // else Hono merges the old headers into the new ones
  c.res = copy;
};

function isFrozen(headers: Headers): boolean {
  try {
    headers.delete("X-Powered-By");
    return false;
  } catch {
    return true;
  }
}
