import type { RunFailure } from "./failure";

export type Verdict = { readonly kind: "retry"; readonly delaySeconds: number } | { readonly kind: "fail" };

/** Whether attempt `attempt` (from 1) is followed by another, and when: the base delay, doubled each time. */
export function afterFailure(
  failure: RunFailure,
  attempt: number,
  { maxAttempts, baseSeconds }: { maxAttempts: number; baseSeconds: number },
): Verdict {
  if (!failure.retryable || attempt >= maxAttempts) return { kind: "fail" };
  return { kind: "retry", delaySeconds: Math.min(baseSeconds * 2 ** (attempt - 1), 3600) };
}
