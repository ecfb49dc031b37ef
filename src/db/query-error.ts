import { DrizzleQueryError } from "drizzle-orm/errors";

/** What D1 itself said of a failure: Drizzle wraps it, with every value of the statement in the text. */
export const databaseError = (error: unknown): unknown =>
  error instanceof DrizzleQueryError ? (error.cause ?? error) : error;

/** An unexpected failure for the log: where it was and which statement, but no values, which may be anybody's data. */
export function loggable(error: unknown) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof DrizzleQueryError)) {
    const cause = error instanceof Error ? error.cause : undefined;
    return { name, message, stack, cause: cause instanceof Error ? cause.message : cause };
  }
  const at = stack?.slice(stack.indexOf(message) + message.length);
  return { name, message: error.cause?.message, query: error.query, stack: at };
}
