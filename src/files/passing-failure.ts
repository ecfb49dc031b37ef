/**
 * Failures that R2 itself calls passing, by the code at the end of the message: internal error, service
 * unavailable, client disconnect, too many requests (https://developers.cloudflare.com/r2/api/error-codes/).
 */
const PASSING = /\((?:10001|10043|10054|10058)\)\s*$/;

/** Before the second, third and fourth try. R2 takes one write a second to one key. */
const DELAYS_MS = [100, 400, 1_100];

/** Runs an R2 operation that may be done twice; repeats it after a passing failure, rethrows any other. */
export async function pastPassingFailures<T>(operation: () => Promise<T>): Promise<T> {
  for (const delay of DELAYS_MS) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof Error && PASSING.test(error.message))) throw error;
      await scheduler.wait(delay);
    }
  }
  return operation();
}
