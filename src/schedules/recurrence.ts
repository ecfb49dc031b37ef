import { cronTimes, type Upcoming } from "./cron";
import { readEvery } from "./every";
import { clockOf } from "./time-zone";

export const FREQUENCIES = ["one_time", "daily", "weekly", "monthly"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** When a schedule fires. Exactly one of `frequency`, `cron` and `every` is set. */
export interface Recurrence {
  readonly frequency: Frequency | null;
  /** `HH:MM` on the zone's clock. */
  readonly schedule_time: string | null;
  /** Weekly: 0 (Sunday) to 6. Monthly and one time: 1 to 31, where a day that a month lacks is its last. */
  readonly schedule_day: number | null;
  readonly cron: string | null;
  /** ISO 8601 duration, counted from `starts_at`, or else from `anchor`. */
  readonly every: string | null;
  readonly time_zone: string;
  /** No Saturdays and Sundays. Monthly: the nearest workday of the same month. */
  readonly workdays_only: boolean;
  /** Local dates without any slot. */
  readonly exclude_dates: readonly string[];
  /** Instants; a slot at either is in. */
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  /** When the rule was given. */
  readonly anchor: string;
}

/** The rule that a schedule's row keeps. */
export const recurrenceOf = ({ recurrence }: { readonly recurrence: unknown }) => recurrence as Recurrence;

/** Leap days lie up to 8 years apart; a rule without a slot in this time has none. */
const HORIZON_MS = 12 * 366 * 86_400_000;
const MINUTE = 60_000;

/**
 * The first slot after an instant; null when there is no more. A local time that the zone skips fires at the next
 * valid minute, one that comes twice fires once, the first time. A day that a zone skips altogether has no slot.
 */
export const nextSlot = (recurrence: Recurrence, after: Date): Date | null => slotsOf(recurrence)(after);

/** Up to `count` slots after an instant. */
export function nextSlots(recurrence: Recurrence, after: Date, count: number): Date[] {
  const next = slotsOf(recurrence);
  const slots: Date[] = [];
  for (let last = next(after); last && slots.length < count; last = next(last)) slots.push(last);
  return slots;
}

/** The slots of a schedule, read from any instant on. Quicker than `nextSlot` for several. */
export function slotsOf(recurrence: Recurrence): Upcoming {
  const { frequency, schedule_time: time, starts_at, anchor } = recurrence;
  const openTimes = openTimesOf(recurrence);
  if (frequency !== "one_time") return openTimes;
  const start = new Date(starts_at ?? anchor);
  const only = time === null ? start : openTimes(justBefore(start));
  return (after) => (only && only > after ? only : null);
}

/** The times of the rule between start and end, on days that are not left out. */
function openTimesOf(recurrence: Recurrence): Upcoming {
  const { starts_at: start, ends_at: end, time_zone: zone } = recurrence;
  const times = timesOf(recurrence);
  const isLeftOut = leftOut(recurrence);
  const midnights = cronTimes(["0 0 * * *"], zone);
  const earliest = start ? Date.parse(start) - 1 : Number.NEGATIVE_INFINITY;
  const latest = end ? Date.parse(end) : Number.POSITIVE_INFINITY;
  return (after) => {
    let from = new Date(Math.max(after.getTime(), earliest));
    const limit = Math.min(latest, from.getTime() + HORIZON_MS);
    for (;;) {
      const slot = times(from);
      if (!slot || slot.getTime() > limit) return null;
      if (!isLeftOut(slot)) return slot;
      const nextDay = midnights(slot);
      if (!nextDay) return null;
      from = justBefore(nextDay);
    }
  };
}

const justBefore = (instant: Date) => new Date(instant.getTime() - 1);

/** All times of the rule, whatever its start, end and exceptions. */
function timesOf(recurrence: Recurrence): Upcoming {
  const { cron, every, time_zone: zone } = recurrence;
  if (cron !== null) return cronTimes([cron], zone);
  if (every !== null) return intervals(recurrence, every);
  return cronTimes(patternsOf(recurrence), zone);
}

/** The cron patterns of a frequency. `L`, `W` and `LW`: last day, nearest workday, last workday of the month. */
function patternsOf(recurrence: Recurrence): string[] {
  const { frequency, schedule_time: time, schedule_day: day, workdays_only: workdays } = recurrence;
  const [hour, minute] = (time ?? "00:00").split(":").map(Number);
  const at = `${minute} ${hour}`;
  if (frequency === "weekly") return [`${at} * * ${day}`];
  if (frequency === "daily" || day === null) return [`${at} * * ${workdays ? "1-5" : "*"}`];
  const w = workdays ? "W" : "";
  if (day === 31) return [`${at} L${w} * *`];
  return [`${at} ${day}${w} * *`, ...(day > 28 ? [`${at} L${w} 2 *`] : [])];
}

/** Minutes pass; days are those of the calendar, so that the local time stays. */
function intervals({ starts_at, anchor, time_zone: zone }: Recurrence, every: string): Upcoming {
  const interval = readEvery(every);
  if (!interval) return () => null;
  // Slots are whole minutes. The first one of a start that is none is the next, so that it is not before the start.
  const start =
    (starts_at ? Math.ceil(Date.parse(starts_at) / MINUTE) : Math.floor(Date.parse(anchor) / MINUTE)) *
    MINUTE;
  if (interval.unit === "minutes") {
    const step = interval.count * MINUTE;
    return (after) => new Date(start + Math.max(0, Math.floor((after.getTime() - start) / step) + 1) * step);
  }
  const { day: firstDay, time } = clockOf(zone)(new Date(start));
  const [hour, minute] = time.split(":").map(Number);
  const isOpen = (day: number) => day >= firstDay && (day - firstDay) % interval.count === 0;
  const times = cronTimes([`${minute} ${hour} * * *`], zone, isOpen);
  return (after) => times(new Date(Math.max(after.getTime(), start - 1)));
}

/** Whether a slot falls on a day that the schedule leaves out. */
function leftOut({
  frequency,
  workdays_only,
  exclude_dates,
  time_zone,
}: Recurrence): (slot: Date) => boolean {
  if (!workdays_only && exclude_dates.length === 0) return () => false;
  const clock = clockOf(time_zone);
  const excluded = new Set(exclude_dates);
  const skipsWeekends = workdays_only && frequency === null;
  return (slot) => {
    const { date, weekday } = clock(slot);
    return excluded.has(date) || (skipsWeekends && (weekday === 0 || weekday === 6));
  };
}
