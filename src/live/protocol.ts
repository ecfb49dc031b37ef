/**
 * What watchers of a report receive, as JSON text, over WebSocket and server-sent events alike.
 *
 * First one `snapshot`: the runs as they stood at its `seq`. Then events, each with the next `seq`: applied in
 * order (put `run` in the place of the run with its id) they lead to the present. `?since=seq` asks for the
 * snapshot at that `seq` and every event after it; when these are no longer kept, the snapshot is of now.
 */

/** A run as the API shows it; only what is named here is understood. */
export interface RunView {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly percent: number };
  readonly [field: string]: unknown;
}

const EVENT_TYPES = ["queued", "progress", "completed", "failed", "cancelled"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface SnapshotMessage {
  readonly type: "snapshot";
  /** 0 before the first event. */
  readonly seq: number;
  readonly runs: readonly RunView[];
}

export interface EventMessage {
  readonly type: EventType;
  /** Counts from 1 in each report, without gaps. */
  readonly seq: number;
  readonly run: RunView;
}

export type LiveMessage = SnapshotMessage | EventMessage;

/** At most four progress messages a second a run. */
export const PROGRESS_INTERVAL_MS = 250;

/** Where a status stands on the way of a run: waiting, worked on, over, removed. It never goes back. */
function rank(status: string): number {
  if (status === "queued") return 0;
  if (status === "running" || status === "retrying") return 1;
  return status === "expired" ? 3 : 2;
}

/** Whether nothing more is to come from a run with this status. */
export function isOver(status: string): boolean {
  return rank(status) >= 2;
}

/** The state that is further on. Percent is the higher of both: an end may be told by a row that was behind. */
export function furtherOf(known: RunView, told: RunView): RunView {
  const [ahead, behind] = rank(told.status) >= rank(known.status) ? [told, known] : [known, told];
  if (ahead.progress.percent >= behind.progress.percent) return ahead;
  return { ...ahead, progress: { ...ahead.progress, percent: behind.progress.percent } };
}

/** A state we know, and when its last progress went out (ms since 1970, 0 if none did). */
export interface KnownRun {
  readonly run: RunView;
  readonly progressAt: number;
}

/**
 * What to tell watchers when `told` comes in, or null for nothing: the run is over already, the news is older
 * than what they know, or it is one progress too many. A change of status is never dropped.
 */
export function newsOf(known: KnownRun | null, type: EventType, told: RunView, now: number): RunView | null {
  if (!known) return told;
  if (isOver(known.run.status) || rank(told.status) < rank(known.run.status)) return null;
  const sameStatus = told.status === known.run.status;
  if (sameStatus && type === "queued") return null;
  if (sameStatus && type === "progress" && now - known.progressAt < PROGRESS_INTERVAL_MS) return null;
  return furtherOf(known.run, told);
}
