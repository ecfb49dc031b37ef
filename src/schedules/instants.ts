import { instantIn } from "./time-zone";

const DAY = 86_400_000;
const LOCAL = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?$/;
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

export const INSTANT_FORM =
  "must be a time such as 2026-12-01T09:00:00Z, or a date or time of the time zone such as 2026-12-01";

/**
 * Start or end as a client writes it, as ISO 8601 UTC; null when it is none. Without `Z` or an offset it is the
 * zone's: a date begins with its first minute and, as an `end`, ends with its last.
 */
export function readInstant(text: string, timeZone: string, edge: "start" | "end"): string | null {
  if (ZONED.test(text)) return isoOf(Date.parse(text));
  if (!LOCAL.test(text)) return null;
  const isDate = text.length === 10;
  const local = Date.parse(isDate ? `${text}T00:00:00Z` : `${text}Z`);
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(text.slice(0, 10))) return null;
  const instantOf = instantIn(timeZone);
  if (isDate && edge === "end") {
    const next = instantOf(local + DAY);
    return next === null ? null : isoOf(next - 1);
  }
  return isoOf(instantOf(local) ?? Number.NaN);
}

const isoOf = (time: number) => (Number.isNaN(time) ? null : new Date(time).toISOString());
