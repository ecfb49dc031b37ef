import { zoneOffsets } from "../../render/values/zone";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** When zones began to be kept, and as far as anybody plans. Beyond, the nearest known offset is meant. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2100, 0, 1);
/** Shorter than any daylight-saving period there was. */
const STEP = 14 * DAY;
/** The finest step at which the offsets of render/values/zone change, so that dates and groups agree. */
const FINEST = HOUR / 4;

/** From this instant on, until the next one, local time is so far ahead of UTC. */
export interface Shift {
  readonly from: number;
  readonly offset: number;
}

const known = new Map<string, readonly Shift[]>();
const MOST_KNOWN = 50;

/** A zone's offsets one after another; the first holds from the beginning of time. Found once an isolate. */
export function shiftsOf(timeZone: string): readonly Shift[] {
  const found = known.get(timeZone) ?? findShifts(timeZone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(timeZone, found);
  return found;
}

function findShifts(timeZone: string): Shift[] {
  const offsetAt = zoneOffsets(timeZone);
  const shifts: Shift[] = [{ from: Number.NEGATIVE_INFINITY, offset: offsetAt(FIRST) }];
  for (let at = FIRST; at < LAST; at += STEP) {
    let before = offsetAt(at);
    const after = offsetAt(at + STEP);
    if (before === after) continue;
    for (let start = at; before !== after; before = shifts.at(-1)?.offset ?? after) {
      start = changeAfter(offsetAt, start, at + STEP);
      shifts.push({ from: start, offset: offsetAt(start) });
    }
  }
  return shifts;
}

/** The first quarter of an hour after `from` whose offset is another one; there is one up to `to`. */
function changeAfter(offsetAt: (instant: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let same = from;
  let other = to;
  while (other - same > FINEST) {
    const middle = same + Math.floor((other - same) / 2 / FINEST) * FINEST;
    if (offsetAt(middle) === before) same = middle;
    else other = middle;
  }
  return other;
}

/**
 * The instant at which clocks of the zone show this time (milliseconds as if it were UTC). Of a time that is
 * shown twice it is the first; a time that is skipped is read with the offset before, so that a day which
 * begins in the gap begins where the gap ends.
 */
export function instantOf(wallTime: number, timeZone: string): number {
  const offsetAt = zoneOffsets(timeZone);
  const before = wallTime - offsetAt(wallTime - DAY);
  const after = wallTime - offsetAt(wallTime + DAY);
  const isShown = (instant: number) => instant + offsetAt(instant) === wallTime;
  return !isShown(before) && isShown(after) ? after : before;
}

/** What clocks of the zone show at an instant, as milliseconds as if it were UTC. */
export const wallTimeOf = (instant: number, timeZone: string) => instant + zoneOffsets(timeZone)(instant);
