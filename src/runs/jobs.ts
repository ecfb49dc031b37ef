import type { Platform } from "../context";
import type { SharedBindings } from "../env";
import type { Job } from "./job";

/** Where wake-ups are sent, whatever they are for. */
export interface Jobs {
  send(job: Job, options?: QueueSendOptions): Promise<unknown>;
  sendBatch(messages: Iterable<MessageSendRequest<Job>>): Promise<unknown>;
}

/** A wake-up that was sent before then and did nothing is taken as lost, after half a minute or, if shorter, a lease. */
export function lostBefore({ now, settings }: Pick<Platform, "now" | "settings">): string {
  return new Date(now().getTime() - Math.min(30, settings.LEASE_SECONDS) * 1000).toISOString();
}

/**
 * Three queues behind one door (D2, D3). Imports are short and somebody waits for them, so they are never behind a
 * report that takes minutes; news go to receivers that may not answer, so nothing else is behind them.
 */
export function jobsOf({ REPORT_JOBS, IMPORT_JOBS, NEWS_JOBS }: Queues): Jobs {
  const queues = { run: REPORT_JOBS, import: IMPORT_JOBS, deliver: NEWS_JOBS };
  return {
    send: (job, options) => queues[job.kind].send(job, options),
    async sendBatch(messages) {
      const parted = Map.groupBy(messages, ({ body }) => queues[body.kind]);
      await Promise.all([...parted].map(([queue, ours]) => queue.sendBatch(ours)));
    },
  };
}

type Queues = Pick<SharedBindings, "REPORT_JOBS" | "IMPORT_JOBS" | "NEWS_JOBS">;
