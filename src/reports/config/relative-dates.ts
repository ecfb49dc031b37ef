import { civilDate } from "../../render/values/calendar";
import { zoneOffsets } from "../../render/values/zone";

const DAY_MS = 86_400_000;

/** Days of the calendar, both included, as `YYYY-MM-DD`. */
export interface DayRange {
  readonly start: string;
  readonly end: string;
}

/** A calendar day as year, month (from 1) and day; months and days may run over, as in `Date.UTC`. */
type Day = readonly [year: number, month: number, day: number];
type Range = (today: Day) => readonly [Day, Day];

const daysTo =
  (count: number): Range =>
  (today) => [shifted(today, 1 - count), today];

/** What each name means, counted from the day that it is now. Weeks begin on Monday (ISO 8601). */
const RANGES: Readonly<Record<string, Range>> = {
  today: (today) => [today, today],
  yesterday: (today) => [shifted(today, -1), shifted(today, -1)],
  last_7_days: daysTo(7),
  last_30_days: daysTo(30),
  this_week: (today) => [monday(today), shifted(monday(today), 6)],
  previous_week: (today) => [shifted(monday(today), -7), shifted(monday(today), -1)],
  this_month: ([year, month]) => months(year, month, 1),
  month_to_date: (today) => [[today[0], today[1], 1], today],
  previous_month: ([year, month]) => months(year, month - 1, 1),
  this_quarter: ([year, month]) => months(year, quarterStart(month), 3),
  previous_quarter: ([year, month]) => months(year, quarterStart(month) - 3, 3),
  this_year: ([year]) => months(year, 1, 12),
  year_to_date: (today) => [[today[0], 1, 1], today],
  previous_year: ([year]) => months(year - 1, 1, 12),
};

/** What may be said, for people: the last one stands for any number. */
export const RELATIVE_DATES: readonly string[] = [...Object.keys(RANGES), "last_N_days"];

/** About ten years: more is better said as dates. */
const MOST_DAYS = 3_660;

/**
 * The days that a name such as `last_7_days` means at a moment in a time zone (IANA name); `last_N_days` are the
 * N days that end today. Null for a name that is none of these.
 */
export function relativeDays(name: string, now: Date, timeZone: string): DayRange | null {
  const range = Object.hasOwn(RANGES, name) ? RANGES[name] : lastDays(name);
  if (!range) return null;
  const [start, end] = range(dayIn(timeZone, now));
  return { start: written(start), end: written(end) };
}

function lastDays(name: string): Range | undefined {
  const count = Number(/^last_(\d{1,4})_days$/.exec(name)?.[1] ?? 0);
  return count >= 1 && count <= MOST_DAYS ? daysTo(count) : undefined;
}

/** The day that a clock on the wall shows there. */
function dayIn(timeZone: string, now: Date): Day {
  const { year, month, day } = civilDate(
    Math.floor((now.getTime() + zoneOffsets(timeZone)(now.getTime())) / DAY_MS),
  );
  return [year, month, day];
}

const shifted = ([year, month, day]: Day, days: number): Day => [year, month, day + days];

function monday(today: Day): Day {
  const weekday = new Date(Date.UTC(today[0], today[1] - 1, today[2])).getUTCDay();
  return shifted(today, -((weekday + 6) % 7));
}

const quarterStart = (month: number) => month - ((month - 1) % 3);

/** From the first day of a month to the last of as many. */
const months = (year: number, month: number, count: number): readonly [Day, Day] => [
  [year, month, 1],
  [year, month + count, 0],
];

const written = ([year, month, day]: Day) =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
