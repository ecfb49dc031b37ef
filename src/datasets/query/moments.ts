import { instantOf, wallTimeOf } from "./zone";

/** Texts from `from` to below `to`, as `momentKey` of sql/cells orders them. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** What a date or time in a filter means: for values that name a zone, and for those that are as written. */
export interface Moment {
  readonly zoned: KeyRange;
  readonly asWritten: KeyRange;
}

const DAY = 86_400_000;

/**
 * A plain day is all of that day, a time is that moment. Values with `Z` are compared in the report's zone: a day
 * is a calendar day there, a time without a zone is what its clocks show. Values without a zone are compared as
 * written; a time in the filter that names one is then turned into the report's.
 */
export function momentOf(text: string, timeZone: string): Moment {
  if (text.length === "2024-01-31".length) return dayOf(text, timeZone);
  const isZoned = text.endsWith("Z");
  const [whole = "", fraction = ""] = text.replace("Z", "").split(".");
  const time = Date.parse(`${whole}Z`);
  const at = (milliseconds: number) =>
    pointAt(`${isoSeconds(milliseconds)}${fraction === "" ? "" : `.${fraction}`}`);
  return isZoned
    ? { zoned: at(time), asWritten: at(wallTimeOf(time, timeZone)) }
    : { zoned: at(instantOf(time, timeZone)), asWritten: at(time) };
}

function dayOf(day: string, timeZone: string): Moment {
  const start = Date.parse(`${day}T00:00:00Z`);
  const range = (from: number, to: number) => ({ from: keyOf(isoSeconds(from)), to: keyOf(isoSeconds(to)) });
  return {
    zoned: range(instantOf(start, timeZone), instantOf(start + DAY, timeZone)),
    asWritten: range(start, start + DAY),
  };
}

/** All fractions that are written differently but are the same; a blank sorts before all that may follow. */
function pointAt(text: string): KeyRange {
  const key = keyOf(text);
  return { from: key, to: `${key} ` };
}

/** As `momentKey` does in SQL. */
const keyOf = (text: string) => text.replace(/[.0Z]+$/, "");

/** Years have four digits; what lies beyond stands before or behind all of them. */
function isoSeconds(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  if (text.length === "2024-01-31T10:00:00.000Z".length) return text.slice(0, 19);
  return milliseconds < 0 ? "" : ":";
}
