/** What the service looks like from within; see measure.ts. */
export interface Measured {
  /** Milliseconds of one small query; null when the database did not answer. */
  readonly databaseMs: number | null;
  readonly storageAnswers: boolean;
  /** Runs that wait though they are due, counted up to {@link QUEUE_LIMIT} and one. */
  readonly waitingRuns: number;
  readonly oldestWaitingSeconds: number;
  /** Of the last {@link RECENT_RUNS} runs that completed or failed on our side. */
  readonly recentRuns: number;
  readonly recentFailures: number;
  /** In the last hour. */
  readonly deadLetters: number;
}

export type Status = "healthy" | "degraded" | "unhealthy";
export interface Check {
  readonly status: Status;
  /** What is not as it should be, in words; absent when all is. */
  readonly message?: string | undefined;
}

/** When the service counts as degraded: the alert thresholds that operators of report backends use. */
export const QUEUE_LIMIT = 100;
export const RECENT_RUNS = 100;
const SLOW_MS = 1_000;
const OLD_SECONDS = 300;
const FAILURE_SHARE = 0.05;
/** Fewer runs say nothing about a share. */
const ENOUGH_RUNS = 20;

/** Judges the database, the workers and the storage. Pure. */
export function judge(measured: Measured): { database: Check; workers: Check; storage: Check } {
  return {
    database: databaseCheck(measured),
    workers: workersCheck(measured),
    storage: measured.storageAnswers
      ? { status: "healthy" }
      : { status: "unhealthy", message: "The object storage does not answer" },
  };
}

/** The worst of all checks. */
export function overall(checks: readonly Check[]): Status {
  if (checks.some(({ status }) => status === "unhealthy")) return "unhealthy";
  return checks.some(({ status }) => status === "degraded") ? "degraded" : "healthy";
}

function databaseCheck({ databaseMs }: Measured): Check {
  if (databaseMs === null) return { status: "unhealthy", message: "The database does not answer" };
  if (databaseMs > SLOW_MS) return { status: "degraded", message: "The database answers slowly" };
  return { status: "healthy" };
}

function workersCheck(measured: Measured): Check {
  const { waitingRuns, oldestWaitingSeconds, recentRuns, recentFailures, deadLetters } = measured;
  const messages = [
    waitingRuns > QUEUE_LIMIT && `More than ${QUEUE_LIMIT} runs wait`,
    oldestWaitingSeconds > OLD_SECONDS && `A run has waited for more than ${OLD_SECONDS / 60} minutes`,
    recentRuns >= ENOUGH_RUNS &&
      recentFailures / recentRuns > FAILURE_SHARE &&
      `More than ${FAILURE_SHARE * 100} % of the last runs failed`,
    deadLetters > 0 && "Queue messages were given up in the last hour",
  ].filter((message) => message !== false);
  return messages.length === 0 ? { status: "healthy" } : { status: "degraded", message: messages.join("; ") };
}
