import type { Platform } from "../context";
import type { EventType } from "../live/protocol";
import type { Ended } from "./endings";
import { liveOf } from "./live-run";

/**
 * Tells everybody of a run's end: its watchers now, and by message whoever is to be sent something. Losing a
 * message loses nothing: what is to be sent stands in the database, and the tick finds it.
 */
export async function tellOfEnd(platform: Platform, type: EventType, { run, hasNews }: Ended): Promise<void> {
  await Promise.all([liveOf(platform, run).publish(type, run), hasNews && wake(platform, run.id)]);
}

async function wake({ jobs }: Platform, runId: string): Promise<void> {
  await jobs.send({ kind: "deliver", subject_id: runId }).catch((error: unknown) => {
    console.warn({ event: "news.wake_failed", run_id: runId, error: String(error) });
  });
}
