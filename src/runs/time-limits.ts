import type { Settings } from "../env";

/** A consumer begins runs within a fifth of its life, so that each has nearly as long as one alone. */
const BEGINS_WITHIN = 0.2;
/** What it takes at most from an attempt's last sign of life until it has ended. */
const STOPPING_SECONDS = 60;

/** For how long a consumer takes run after run, in milliseconds; then it leaves them to a new one. */
export const beginWithinMs = ({ CONSUMER_SECONDS }: Pick<Settings, "CONSUMER_SECONDS">) =>
  CONSUMER_SECONDS * BEGINS_WITHIN * 1000;

/** After how many seconds an attempt stops itself: at its own limit, and before its consumer is cut. */
export function softLimitSeconds(
  settings: Pick<Settings, "CONSUMER_SECONDS" | "RUN_SOFT_LIMIT_SECONDS">,
): number {
  const { CONSUMER_SECONDS: life, RUN_SOFT_LIMIT_SECONDS: own } = settings;
  return Math.min(own, life * (1 - BEGINS_WITHIN) - Math.min(STOPPING_SECONDS, life * 0.1));
}
