import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import type { EventType } from "../live/protocol";
import { livePublisher } from "../live/publisher";
import { frozenOf } from "./frozen";
import { runView } from "./run-view";

export interface LiveRun {
  publish(type: EventType, state: RunRow): Promise<void>;
}

/** Live messages of a run, which never fail. Losing one loses nothing: D1 has the truth. */
export function liveOf(platform: Platform, run: RunRow): LiveRun {
  const publisher = livePublisher(platform.live, run.reportId, platform.now);
  const { origin } = frozenOf(run);
  return {
    publish: async (type, state) => {
      if (!publisher.wants(type, state)) return;
      try {
        await publisher.publish(type, await runView(platform, state, origin, null));
      } catch (error) {
        console.warn({ event: "live.publish_failed", run_id: run.id, type, error: String(error) });
      }
    },
  };
}
