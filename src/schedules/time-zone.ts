import { civilDate } from "../render/values/calendar";
import { zoneOffsets } from "../render/values/zone";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What clock and calendar of a zone show at an instant. */
export interface LocalTime {
  /** `2026-11-22` */
  readonly date: string;
  /** `09:00` */
  readonly time: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** `+01:00` */
  readonly offset: string;
}

/** Reads instants on the clock of a zone. */
export function clockOf(timeZone: string): (instant: Date) => LocalTime {
  const offsetAt = zoneOffsets(timeZone);
  return (instant) => {
    const offset = offsetAt(instant.getTime());
    const local = instant.getTime() + offset;
    const day = Math.floor(local / DAY);
    const { year, month, day: dayOfMonth } = civilDate(day);
    return {
      date: `${String(year).padStart(4, "0")}-${two(month)}-${two(dayOfMonth)}`,
      time: clock(Math.floor((local - day * DAY) / MINUTE)),
      day,
      weekday: (((day + 4) % 7) + 7) % 7, // 1970-01-01 was a Thursday
      offset: (offset < 0 ? "-" : "+") + clock(Math.floor(Math.abs(offset) / MINUTE)),
    };
  };
}

/**
 * The instant at which a zone's clock first shows a time, both in milliseconds, the local one as if it were UTC.
 * A time that the clock jumps over comes at the minute it jumps to; on a day that the calendar jumps over
 * (Apia, 30 December 2011) there is none.
 */
export function instantIn(timeZone: string): (local: number) => number | null {
  const offsetAt = zoneOffsets(timeZone);
  return (local) => {
    const [before, after] = [offsetAt(local - DAY), offsetAt(local + DAY)];
    const [byOld, byNew] = [local - before, local - after];
    if (offsetAt(byOld) === before) return byOld;
    if (offsetAt(byNew) === after) return byNew;
    if (after - before >= DAY) return null;
    let [still, changed] = [byNew, byOld];
    while (changed - still > MINUTE) {
      const middle = still + Math.floor((changed - still) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === before) still = middle;
      else changed = middle;
    }
    return changed;
  };
}

/** An instant as the zone's people write it, with the zone named: `2026-11-22T09:00:00+01:00[Europe/Berlin]` (RFC 9557). */
export function zonedText(instant: Date, timeZone: string): string {
  const { date, time, offset } = clockOf(timeZone)(instant);
  return `${date}T${time}:${two(instant.getUTCSeconds())}${offset}[${timeZone}]`;
}

const two = (value: number) => String(value).padStart(2, "0");
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
