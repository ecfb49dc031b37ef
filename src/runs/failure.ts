import type { Reason } from "./schemas";

/** An end of a run that is known: why, in words a user can act on, and whether trying again may help. */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  constructor(
    readonly reason: Reason,
    message: string,
    readonly retryable = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The run is no longer ours: its lease went to another, or it was ended meanwhile. */
export class LostRun extends Error {
  override readonly name = "LostRun";
}

/**
 * Does one stage of the work. What it throws unforeseen is taken as passing, with the stage's own reason and a
 * public text; the cause is kept for the log only.
 */
export async function stage<T>(reason: Reason, publicText: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunFailure || error instanceof LostRun) throw error;
    throw tooLongRow(error) ?? new RunFailure(reason, publicText, true, { cause: error });
  }
}

/** What it means when D1 refuses a value of more than 2 MB: each row travels in one. Null for any other error. */
export function tooLongRow(error: unknown): RunFailure | null {
  if (!String(error).includes("SQLITE_TOOBIG")) return null;
  const message = "The cells of a row are longer than 2 MB together. Choose fewer columns of long texts.";
  return new RunFailure("limit_exceeded", message, false, { cause: error });
}

/** What callers see of a failure. */
export const publicError = ({ reason, message, retryable }: RunFailure) => ({
  code: reason,
  message,
  retryable,
});
