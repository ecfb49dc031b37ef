import { setTimeout as pause } from "node:timers/promises";

const DEADLINE_MS = 60_000;
const LONGEST_PAUSE_MS = 250;

/**
 * Asks until the answer will do; fails with the last answer when a minute is over. Asks less often as it takes longer,
 * so that waiting leaves the machine to what is waited for.
 */
export async function until<T>(
  ask: () => Promise<T> | T,
  done: (answer: T) => boolean,
  { deadlineMs = DEADLINE_MS, everyMs = 50 } = {},
): Promise<T> {
  const begun = Date.now();
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    const waited = Date.now() - begun;
    if (waited > deadlineMs)
      throw new Error(`not in time; it stands at ${JSON.stringify(answer)?.slice(0, 2_000)}`);
    await pause(Math.max(everyMs, Math.min(waited / 10, LONGEST_PAUSE_MS)));
  }
}
