import { sql } from "drizzle-orm";
import type { RUN_STATUSES, RunRow } from "../db/schema";

/**
 * The run machine: which move begins in which states and where it ends. The whole of it. `completed` may
 * only expire; `failed`, `cancelled` and `expired` are final. See store.ts for how a move is made.
 */
export const MOVES = {
  /** A consumer takes a waiting run. */
  claim: { from: ["queued", "retrying"], to: "running" },
  /** Another consumer takes up a run whose holder's lease has ended. */
  takeUp: { from: ["running"], to: "running" },
  complete: { from: ["running"], to: "completed" },
  /** The attempt failed for a passing reason. */
  retry: { from: ["running"], to: "retrying" },
  fail: { from: ["queued", "running", "retrying"], to: "failed" },
  cancel: { from: ["queued", "running", "retrying"], to: "cancelled" },
  /** Its files have reached their age. */
  expire: { from: ["completed"], to: "expired" },
} as const satisfies Record<string, { from: readonly RunStatus[]; to: RunStatus }>;

export type RunStatus = (typeof RUN_STATUSES)[number];
export type Move = keyof typeof MOVES;

/** Where a run in this state goes by this move; null when the move does not begin there. */
export function after(move: Move, status: RunStatus): RunStatus | null {
  const { from, to } = MOVES[move];
  return (from as readonly RunStatus[]).includes(status) ? to : null;
}

/** The states of runs that have yet to end, for SQL: `status IN ${WAITING}`. */
export const WAITING = sql.raw("('queued', 'running', 'retrying')");

/** It has yet to end. */
export const isWaiting = ({ status }: Pick<RunRow, "status">): boolean => after("cancel", status) !== null;

/** No consumer will touch it again. */
export const isEnded = (run: Pick<RunRow, "status">): boolean => !isWaiting(run);
