import { type ClockTime, clockTime, pad, toUtc } from "./clock";

/** How the day, month and year of a column's dates follow each other; `named` has a month's name. */
export type DateOrder = "ymd" | "mdy" | "dmy" | "named";

/** What a text is as a date: bits, 0 when it is none. The orders that fit, by separator. */
export const DATE = {
  ymd: 1,
  mdySlash: 2,
  dmySlash: 4,
  mdyDash: 8,
  dmyDash: 16,
  mdyDot: 32,
  dmyDot: 64,
  named: 128,
  /** A time of day follows. */
  time: 256,
  /** With a zone. */
  zone: 512,
} as const;

interface Parts {
  readonly first: number;
  readonly second: number;
  readonly third: string;
  readonly separator: string;
  /** Text behind the date; empty for a date alone. */
  readonly rest: string;
  readonly order: "ymd" | "numeric";
}

const DAY_MONTH = /^(\d{1,2})([\s/-])([a-z]{3,9})\.?,?\2\s?(\d{4}|\d{2})(?=$|[\s,])/i;
const MONTH_DAY = /^([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})(?=$|[\s,])/i;

const MONTHS: ReadonlyMap<string, number> = new Map(
  "january february march april may june july august september october november december"
    .split(" ")
    .flatMap((name, index) => [[name, index + 1] as const, [name.slice(0, 3), index + 1] as const])
    .concat([["sept", 9]]),
);
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Classifies a trimmed text: every order under which it is a real date or date and time. */
export function dateShape(text: string): number {
  if (isIsoDate(text)) return DATE.ymd;
  const iso = isoDateTime(text);
  if (iso !== "none") return DATE.ymd | DATE.time | (iso === "utc" ? DATE.zone : 0);
  // All forms begin with a digit or a month's name and are at least as long as `1/2/03`.
  if (text.length < 6 || text.length > 64) return 0;
  const parts = numericParts(text);
  const rest = parts === null ? named(text)?.rest : parts.rest;
  if (rest === undefined) return 0;
  const clock = rest === "" ? null : clockTime(rest);
  if (clock === undefined) return 0;
  const time = clock === null ? 0 : DATE.time | (clock.offset === null ? 0 : DATE.zone);
  if (parts === null) return DATE.named | time;
  if (parts.order === "ymd")
    return isDate(parts.first, parts.second, Number(parts.third)) ? DATE.ymd | time : 0;
  const { first, second, separator } = parts;
  const year = fullYear(parts.third);
  const [mdy, dmy] = orderBits(separator);
  const orders = (isDate(year, first, second) ? mdy : 0) | (isDate(year, second, first) ? dmy : 0);
  return orders === 0 ? 0 : orders | time;
}

/**
 * The canonical form of a trimmed date: `YYYY-MM-DD`, or undefined when it is none in this order.
 * Two-digit years: 00-29 are 2000-2029, 30-99 are 1930-1999, as Excel reads them.
 */
export function parseDate(text: string, order: DateOrder): string | undefined {
  if (order === "ymd" && isIsoDate(text)) return text;
  const found = split(text, order);
  return found?.rest === "" ? found.date : undefined;
}

/**
 * The canonical form of a trimmed date and time: `YYYY-MM-DDTHH:MM:SS`, fraction digits as written,
 * turned to UTC with `Z` when the text names a zone and without when not. A date alone is midnight.
 */
export function parseDateTime(text: string, order: DateOrder): string | undefined {
  if (order === "ymd" && isoDateTime(text) !== "none") {
    return text.charCodeAt(10) === 84 ? text : `${text.slice(0, 10)}T${text.slice(11)}`;
  }
  const found = split(text, order);
  if (found === null) return undefined;
  const clock: ClockTime | undefined =
    found.rest === "" ? { hour: 0, minute: 0, second: 0, fraction: "", offset: null } : clockTime(found.rest);
  if (clock === undefined) return undefined;
  if (clock.offset !== null) return toUtc(found.date, clock, clock.offset);
  return `${found.date}T${pad(clock.hour)}:${pad(clock.minute)}:${pad(clock.second)}${clock.fraction}`;
}

function split(text: string, order: DateOrder): { date: string; rest: string } | null {
  if (text.length > 64) return null;
  if (order === "named") return named(text);
  const parts = numericParts(text);
  if (parts === null) return order === "ymd" ? compact(text) : null;
  const { first, second, third, rest } = parts;
  if (parts.order === "ymd") return order === "ymd" ? dated(first, second, Number(third), rest) : null;
  if (order === "mdy") return dated(fullYear(third), first, second, rest);
  return order === "dmy" ? dated(fullYear(third), second, first, rest) : null;
}

/** Three runs of digits with the same `-`, `/` or `.` between them, the year first or last. */
function numericParts(text: string): Parts | null {
  const one = digitsEnd(text, 0);
  const two = digitsEnd(text, one + 1);
  const end = digitsEnd(text, two + 1);
  const separator = text.charAt(one);
  const follower = text.charCodeAt(end);
  const parted =
    separator === text.charAt(two) && (separator === "-" || separator === "/" || separator === ".");
  if (!parted || !(end === text.length || isTimeMark(follower))) return null;
  const [firstDigits, secondDigits, thirdDigits] = [one, two - one - 1, end - two - 1];
  const yearFirst = firstDigits === 4;
  const dayDigits = yearFirst ? thirdDigits : firstDigits;
  const yearDigits = yearFirst ? 4 : thirdDigits;
  if (!isOneOrTwo(secondDigits) || !isOneOrTwo(dayDigits) || (yearDigits !== 4 && yearDigits !== 2))
    return null;
  // `1.2.10` and `2020.1.5` are versions and chapters: with dots, and with dashes before a
  // two-digit year, every part needs its two digits.
  const strict = yearFirst ? separator === "." : separator !== "/" && yearDigits === 2;
  if (strict && (secondDigits === 1 || dayDigits === 1)) return null;
  return {
    first: digits(text, 0, one),
    second: digits(text, one + 1, two),
    third: text.slice(two + 1, end),
    separator,
    rest: text.slice(end),
    order: yearFirst ? "ymd" : "numeric",
  };
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1;
  return at;
}

/** What may stand between a date and a time: `T`, a comma, a blank. */
function isTimeMark(unit: number): boolean {
  return unit === 84 || unit === 116 || unit === 44 || unit === 32 || unit === 160 || unit === 8239;
}

function isOneOrTwo(count: number): boolean {
  return count === 1 || count === 2;
}

function named(text: string): { date: string; rest: string } | null {
  const dayFirst = DAY_MONTH.exec(text);
  const match = dayFirst ?? MONTH_DAY.exec(text);
  if (match === null) return null;
  const [all, a = "", b = "", c = "", d = ""] = match;
  const [day, month, year] = dayFirst === null ? [b, a, c] : [a, c, d];
  return dated(fullYear(year), MONTHS.get(month.toLowerCase()) ?? 0, Number(day), text.slice(all.length));
}

/** `20200105`, which stays an integer unless the column is declared to hold dates. */
function compact(text: string): { date: string; rest: string } | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return match === null ? null : dated(Number(match[1]), Number(match[2]), Number(match[3]), "");
}

function orderBits(separator: string): readonly [mdy: number, dmy: number] {
  if (separator === "/") return [DATE.mdySlash, DATE.dmySlash];
  return separator === "-" ? [DATE.mdyDash, DATE.dmyDash] : [DATE.mdyDot, DATE.dmyDot];
}

function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

/** Years from 1 on, and only days that the (proleptic) Gregorian month has. */
function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function dated(
  year: number,
  month: number,
  day: number,
  rest: string,
): { date: string; rest: string } | null {
  if (!isDate(year, month, day)) return null;
  return { date: `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`, rest };
}

/** The common form without a regular expression. */
function isIsoDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  return year > 0 && month > 0 && day > 0 && isDate(year, month, day);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The common form `2020-01-05T10:31:05.123Z`, with `T` or a blank, without a regular expression. */
function isoDateTime(text: string): "none" | "local" | "utc" {
  const length = text.length;
  if (length < 19 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return "none";
  const between = text.charCodeAt(10);
  if ((between !== 84 && between !== 32) || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45)
    return "none";
  if (!isDate(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))) return "none";
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return "none";
  const utc = text.charCodeAt(length - 1) === 90;
  const end = utc ? length - 1 : length;
  const fraction = end > 20 && text.charCodeAt(19) === 46 && digits(text, 20, end) >= 0;
  if (end !== 19 && !fraction) return "none";
  return utc ? "utc" : "local";
}
