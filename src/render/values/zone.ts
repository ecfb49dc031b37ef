import { remembered } from "./remembered";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export const TIME_ZONE_FORM = "must be an IANA time zone such as Europe/Berlin, America/New_York or UTC";

/**
 * Whether reports and schedules take this zone: a name of the tz database with its region, old spellings
 * such as Asia/Calcutta among them, or `UTC`. Abbreviations are refused: `EST` never has summer time.
 */
export function isTimeZone(name: string): boolean {
  if (name !== "UTC" && !/^[A-Za-z]+\/[A-Za-z0-9_+/-]+$/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** The zone when it is a known IANA name, else `UTC`. */
export function resolveTimeZone(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}

/**
 * Milliseconds to add to UTC to get local time at an instant. Asking Intl costs microseconds, so
 * offsets are remembered by UTC day; only a day on which the offset changes is asked again, by the
 * quarter of an hour, the finest step at which zones change today.
 */
export function zoneOffsets(timeZone: string): (instant: number) => number {
  const zone = resolveTimeZone(timeZone);
  if (zone === "UTC") return () => 0;
  const ask = offsetFromIntl(zone);
  const byDay = remembered((day: number) => ask(day * DAY));
  const byQuarter = remembered((quarter: number) => ask(quarter * QUARTER));
  return (instant) => {
    const day = Math.floor(instant / DAY);
    const offset = byDay(day);
    return offset === byDay(day + 1) ? offset : byQuarter(Math.floor(instant / QUARTER));
  };
}

function offsetFromIntl(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instant) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const local = new Date(0);
    local.setUTCFullYear(year, month - 1, day);
    return local.setUTCHours(hour, minute, second) - Math.floor(instant / 1000) * 1000;
  };
}

/** CLDR gives a zone's short name only in locales of places that use it: `CET` in en-GB, `EST` in en-US. */
const NAMING_LOCALES = ["en-GB", "en-US", "en-AU", "en-IN", "en-ZA", "en-NZ", "ja", "ko"];

/** Short name of a zone at an instant: `CET`, `EST`, `JST`, or `UTC+3` where there is none. */
export function zoneAbbreviation(timeZone: string, instant: number, locale: string): string {
  const zone = resolveTimeZone(timeZone);
  let offsetName = "UTC";
  for (const naming of [locale, ...NAMING_LOCALES]) {
    const parts = new Intl.DateTimeFormat(naming, { timeZone: zone, timeZoneName: "short" }).formatToParts(
      instant,
    );
    const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{3,5}$/.test(name) && name !== "GMT") return name;
    if (naming === "en-GB") offsetName = name;
  }
  // Only in London and the like is plain GMT a name that people use for their time.
  return offsetName === "GMT" ? offsetName : offsetName.replace(/^GMT/, "UTC");
}
