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
 * Two queues behind one door (D2, D3): imports and news are short and somebody waits for them, so they have a queue
 * of their own and are never behind a report that takes minutes.
 */
export function jobsOf({
  REPORT_JOBS,
  PRIORITY_JOBS,
}: Pick<SharedBindings, "REPORT_JOBS" | "PRIORITY_JOBS">): Jobs {
  const queueOf = ({ kind }: Job) => (kind === "run" ? REPORT_JOBS : PRIORITY_JOBS);
  return {
    send: (job, options) => queueOf(job).send(job, options),
    async sendBatch(messages) {
      const parted = Map.groupBy(messages, ({ body }) => queueOf(body));
      await Promise.all([...parted].map(([queue, ours]) => queue.sendBatch(ours)));
    },
  };
}
