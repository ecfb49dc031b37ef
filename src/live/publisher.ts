import type { LiveStatus } from "./live-status";
import { type EventType, PROGRESS_INTERVAL_MS, type RunView } from "./protocol";

/** Longer than this nobody's run waits for its watchers. */
const PATIENCE_MS = 2_000;

export interface LivePublisher {
  /** False while another progress of this run would be dropped: then the view need not be made. */
  wants(type: EventType, run: Pick<RunView, "id" | "status">): boolean;
  /** Tells the watchers of the report. Never throws and never takes longer than two seconds. */
  publish(type: EventType, run: RunView): Promise<void>;
}

/**
 * Passes on what happens to the runs of one report. Watching is a convenience: a failure here is logged and
 * forgotten, because a watcher that comes back is told from D1.
 */
export function livePublisher(
  namespace: DurableObjectNamespace<LiveStatus>,
  reportId: string,
  clock: () => Date,
): LivePublisher {
  const progress = new Map<string, { readonly at: number; readonly status: string }>();
  // One stub keeps the messages in order; after a failure it is of no more use.
  let stub: DurableObjectStub<LiveStatus> | null = null;

  const wants: LivePublisher["wants"] = (type, { id, status }) => {
    const last = progress.get(id);
    return (
      type !== "progress" || last?.status !== status || clock().getTime() - last.at >= PROGRESS_INTERVAL_MS
    );
  };

  return {
    wants,
    async publish(type, run) {
      if (!wants(type, run)) return;
      if (type === "progress") progress.set(run.id, { at: clock().getTime(), status: run.status });
      try {
        stub ??= namespace.getByName(reportId);
        await within(PATIENCE_MS, stub.publish(type, run));
      } catch (error) {
        stub = null;
        console.warn({
          event: "live.publish_failed",
          report_id: reportId,
          run_id: run.id,
          type,
          error: String(error),
        });
      }
    },
  };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
