import { numberStyle } from "./number-style";

/** Text around day and year for a month, its name included. */
export interface MonthPattern {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly dayFirst: boolean;
}

/** How a locale writes dates, read once from Intl: one `Intl.DateTimeFormat.format` costs microseconds. */
export interface DatePatterns {
  readonly months: readonly MonthPattern[];
  readonly dateToTime: string;
  readonly timeFirst: boolean;
  readonly hourToMinute: string;
  readonly decimal: string;
  readonly digits: readonly string[] | null;
}

const MAX_LEARNED = 64;
const learned = new Map<string, DatePatterns>();

export function datePatterns(locale: string): DatePatterns {
  const known = learned.get(locale);
  if (known !== undefined) return known;
  const patterns = learn(locale);
  if (learned.size >= MAX_LEARNED) learned.clear();
  learned.set(locale, patterns);
  return patterns;
}

const GREGORIAN = {
  calendar: "gregory",
  timeZone: "UTC",
  year: "numeric",
  month: "short",
  day: "numeric",
} as const;

function learn(locale: string): DatePatterns {
  // English of no country is international English: 21 Nov 2026, with American three-letter months.
  const order = locale === "en" ? "en-001" : locale;
  const months = Array.from({ length: 12 }, (_, month) => learnMonth(order, locale, month));
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat(order, { ...GREGORIAN, ...clock }).formatToParts(0);
  const at = (type: string) => parts.findIndex((part) => part.type === type);
  const timeFirst = at("hour") < at("day") && at("hour") < at("year");
  const seam = parts[timeFirst ? at("minute") + 1 : at("hour") - 1]?.value ?? " ";
  // In Japanese the literal before the hour also ends the date: 21日 10:31.
  const endOfDate = months[0]?.after ?? "";
  const { decimal, digits } = numberStyle(locale);
  return {
    months,
    dateToTime: seam.startsWith(endOfDate) ? seam.slice(endOfDate.length) : seam,
    timeFirst,
    hourToMinute: parts[at("hour") + 1]?.value ?? ":",
    decimal,
    digits,
  };
}

function learnMonth(order: string, locale: string, month: number): MonthPattern {
  const parts = monthParts(order, month, "short");
  const name = monthParts(locale, month, "short").find((part) => part.type === "month")?.value ?? "";
  const dayFirst = parts.findIndex((p) => p.type === "day") < parts.findIndex((p) => p.type === "year");
  // Finnish "short" is 21.11.2026, which a foreigner may read either way; year-first dates are safe.
  const ambiguous = dayFirst && /^\p{Nd}+$/u.test(name);
  const used = ambiguous ? monthParts(order, month, "long") : parts;
  const literals = ["", "", ""];
  let slot = 0;
  for (const { type, value } of used) {
    if (type === "day" || type === "year") slot += 1;
    else literals[slot] += type === "month" && !ambiguous ? name : value;
  }
  const [before = "", between = "", after = ""] = literals;
  return { before, between, after, dayFirst };
}

function monthParts(locale: string, month: number, style: "short" | "long"): Intl.DateTimeFormatPart[] {
  const format = new Intl.DateTimeFormat(locale, { ...GREGORIAN, month: style });
  return format.formatToParts(Date.UTC(2026, month, 15));
}
