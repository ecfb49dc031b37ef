import type { ScheduleRow } from "../db/schema";
import { nextSlot, type Recurrence, slotsOf } from "./recurrence";

/** A slot that comes later than this was missed, e.g. because nothing ticked. */
export const GRACE_MS = 5 * 60_000;

export interface DueSchedule {
  readonly recurrence: Recurrence;
  /** The oldest slot that was not dealt with; it has come. */
  readonly nextRun: Date;
  readonly now: Date;
  readonly misfire: ScheduleRow["misfire"];
  readonly overlap: ScheduleRow["overlap"];
  /** A run of it has not ended. */
  readonly isBusy: boolean;
  /** When its last run ended. */
  readonly lastEnded: Date | null;
}

/** What becomes of a slot. `next` is the one after it; `note` says for its history what was left out and why. */
export interface Verdict {
  readonly outcome: "fired" | "missed" | "overlap";
  readonly slot: Date;
  readonly next: Date | null;
  readonly note: string | null;
}

/**
 * What to do about a schedule whose slot has come; null to leave it as it is until its last run has ended. Pure.
 *
 * Of several slots that have come only the newest counts, so that after an outage a schedule runs once, or with
 * `misfire: "skip"` not at all. With `overlap: "queue"` slots that waited for a run to end are done one by one.
 */
export function verdictOn(due: DueSchedule): Verdict | null {
  const { recurrence, nextRun, now, isBusy } = due;
  if (isBusy && due.overlap === "queue") return null;
  if (due.overlap === "queue" && waited(due) <= GRACE_MS)
    return { outcome: "fired", slot: nextRun, next: nextSlot(recurrence, nextRun), note: null };
  const { slot, missed } = newestSlot(recurrence, nextRun, now);
  const next = nextSlot(recurrence, slot);
  const note = missed === null ? null : `${missed} since ${nextRun.toISOString()} left out`;
  if (isBusy) return { outcome: "overlap", slot, next, note: joined("the run before had not ended", note) };
  const late = now.getTime() - slot.getTime();
  if (late > GRACE_MS && due.misfire === "skip")
    return { outcome: "missed", slot, next, note: joined(`came ${minutes(late)} late`, note) };
  return {
    outcome: "fired",
    slot,
    next,
    note: late > GRACE_MS ? joined(`${minutes(late)} late`, note) : note,
  };
}

/** How long the oldest slot waits for nothing. */
const waited = ({ now, nextRun, lastEnded }: DueSchedule) =>
  now.getTime() - Math.max(nextRun.getTime(), lastEnded?.getTime() ?? 0);

/** More than this are not counted. */
const MOST_COUNTED = 1_000;

/** The newest slot that has come, and in words how many older ones there are. */
function newestSlot(recurrence: Recurrence, oldest: Date, now: Date): { slot: Date; missed: string | null } {
  const after = slotsOf(recurrence);
  let slot = oldest;
  for (let count = 0; count <= MOST_COUNTED; count += 1) {
    const next = after(slot);
    if (!next || next > now)
      return { slot, missed: count === 0 ? null : `${count} ${count === 1 ? "slot" : "slots"}` };
    slot = next;
  }
  // Slots as close as this are found within the last hours.
  for (let span = 60_000; now.getTime() - span > slot.getTime(); span *= 2) {
    let last = after(new Date(now.getTime() - span));
    if (!last || last > now) continue;
    for (let next = after(last); next && next <= now; next = after(next)) last = next;
    return { slot: last, missed: `more than ${MOST_COUNTED} slots` };
  }
  return { slot, missed: `${MOST_COUNTED} slots` };
}

const minutes = (ms: number) => `${Math.round(ms / 60_000)} minutes`;
const joined = (...parts: (string | null)[]) => parts.filter((part) => part !== null).join("; ");
