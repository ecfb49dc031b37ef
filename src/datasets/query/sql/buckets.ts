import type { Bucket } from "../expression";
import { type Shift, shiftsOf } from "../zone";
import { isZoned } from "./cells";

/**
 * The first day of the bucket that a day falls into, both as `YYYY-MM-DD`; weeks begin on Monday (ISO 8601).
 * `day` is named several times, so it should be a column.
 */
export function bucketSql(day: string, bucket: Bucket): string {
  switch (bucket) {
    case "day":
      return day;
    case "week":
      return `date(${day}, 'weekday 0', '-6 days')`;
    case "month":
      return `(substr(${day}, 1, 7) || '-01')`;
    case "quarter":
      return `(substr(${day}, 1, 5) || ${quarterMonth(day)} || '-01')`;
    case "year":
      return `(substr(${day}, 1, 4) || '-01-01')`;
  }
}

const quarterMonth = (day: string) =>
  `substr('010101040404070707101010', CAST(substr(${day}, 6, 2) AS INTEGER) * 2 - 1, 2)`;

/** The calendar day of a datetime: in the zone when it names one, else as written. `value` should be a column. */
export function daySql(value: string, timeZone: string): string {
  const asWritten = `substr(${value}, 1, 10)`;
  const shifts = shiftsOf(timeZone);
  if (shifts.every(({ offset }) => offset === 0)) return asWritten;
  return `iif(${isZoned(value)}, date(substr(${value}, 1, 19), ${offsetSql(value, shifts)}), ${asWritten})`;
}

/**
 * The offset that holds at a moment, found by halving, as a modifier of SQLite's `date`. Zones have changed their
 * offsets some hundred times and D1 takes 100 KB of SQL, so the texts are as short as they may be.
 */
function offsetSql(value: string, shifts: readonly Shift[]): string {
  const middle = shifts.length >> 1;
  if (middle === 0) return `'${clock(shifts[0]?.offset ?? 0)}'`;
  const from = new Date(shifts[middle]?.from ?? 0).toISOString().slice(0, 16).replace(/:00$/, "");
  const before = offsetSql(value, shifts.slice(0, middle));
  return `iif(${value}<'${from}',${before},${offsetSql(value, shifts.slice(middle))})`;
}

function clock(offset: number): string {
  const time = new Date(Math.abs(offset)).toISOString().slice(11, 19).replace(/:00$/, "");
  return (offset < 0 ? "-" : "+") + time;
}
