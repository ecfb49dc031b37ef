/** What came of one try to deliver. Texts are for the log that users read. */
export type Outcome =
  | ({ readonly kind: "delivered" } & Answer)
  | ({
      readonly kind: "failed";
      readonly error: string;
      /** Whether trying again may help. */
      readonly passing: boolean;
      /** The target said that it is gone for good. */
      readonly gone?: boolean;
      /** How long the target asks to be left alone. */
      readonly retryAfter?: number | null;
    } & Answer)
  /** Nothing was to be sent, and why. */
  | ({ readonly kind: "skipped"; readonly error: string } & Answer);

export interface Answer {
  readonly code?: number;
  readonly body?: string;
  readonly durationMs?: number;
}

export type Verdict =
  | { readonly status: "delivered" | "failed" | "skipped" }
  | { readonly status: "pending"; readonly delaySeconds: number };

/**
 * Where try number `attempt` (from 1) leaves a delivery. `delays` are the seconds before each further try, at least;
 * a target may ask for longer.
 */
export function verdictOf(outcome: Outcome, attempt: number, delays: readonly number[]): Verdict {
  if (outcome.kind !== "failed") return { status: outcome.kind };
  const delaySeconds = outcome.passing ? delays[attempt - 1] : undefined;
  return delaySeconds === undefined
    ? { status: "failed" }
    : { status: "pending", delaySeconds: Math.max(delaySeconds, outcome.retryAfter ?? 0) };
}
