import { setTimeout as pause } from "node:timers/promises";

const DEADLINE_MS = 60_000;

/** Asks until the answer will do; fails with the last answer when a minute is over. */
export async function until<T>(
  ask: () => Promise<T> | T,
  done: (answer: T) => boolean,
  { deadlineMs = DEADLINE_MS, everyMs = 50 } = {},
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`not in time; it stands at ${JSON.stringify(answer)?.slice(0, 2_000)}`);
    await pause(everyMs);
  }
}
