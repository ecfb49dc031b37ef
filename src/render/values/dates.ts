import { civilDate, dayNumber } from "./calendar";
import { type DatePatterns, datePatterns } from "./date-patterns";
import { localDigits } from "./number-style";
import { remembered } from "./remembered";
import { zoneOffsets } from "./zone";

/** ISO 8601 as a cell has it: a date, or a date and time with `Z`, an offset or neither. */
const ISO = /^\d{4}-\d\d-\d\d(?:T[0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

const MINUTES_A_DAY = 1440;

/**
 * Dates and datetimes for people: the month in words so that no order of day and month can be
 * mistaken, Gregorian years, a 24-hour clock. `Z` and offsets are converted to `timeZone`; a
 * datetime without either is shown as written. Seconds show when the cell has them, fractions when
 * they are not zero. Text that is no ISO date comes back unchanged.
 */
export function dateFormatter(locale: string, timeZone: string): (iso: string) => string {
  const patterns = datePatterns(locale);
  const { dateToTime, timeFirst } = patterns;
  const dateText = dateTexts(patterns);
  const clockText = clockTexts(patterns);
  const offsetAt = zoneOffsets(timeZone);
  const format = (iso: string): string => {
    if (!ISO.test(iso)) return iso;
    let day = dayNumber(twoDigits(iso, 0) * 100 + twoDigits(iso, 2), twoDigits(iso, 5), twoDigits(iso, 8));
    if (day === null) return iso;
    if (iso.length === 10) return dateText(day);

    let minutes = twoDigits(iso, 11) * 60 + twoDigits(iso, 14);
    if (minutes >= MINUTES_A_DAY) return iso;
    const named = minutesOfOffset(iso);
    if (named !== null) {
      const utc = day * MINUTES_A_DAY + minutes - named;
      const local = utc + Math.floor(offsetAt(utc * 60_000) / 60_000);
      day = Math.floor(local / MINUTES_A_DAY);
      minutes = local - day * MINUTES_A_DAY;
    }
    const time = clockText(minutes, iso);
    return timeFirst ? time + dateToTime + dateText(day) : dateText(day) + time;
  };
  const ofDate = remembered(format);
  return (iso) => (iso.length === 10 ? ofDate(iso) : format(iso));
}

/** The number that the two digits at a place make; the text was tested. */
function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** Minutes east of UTC that the text names: 0 for `Z`, null when it names no zone. */
function minutesOfOffset(iso: string): number | null {
  const { length } = iso;
  if (iso.charCodeAt(length - 1) === 90) return 0;
  const sign = iso.charAt(length - 6);
  if (sign !== "+" && sign !== "-") return null;
  const minutes = twoDigits(iso, length - 5) * 60 + twoDigits(iso, length - 2);
  return sign === "+" ? minutes : -minutes;
}

/** The text of a date by its day number. */
function dateTexts({ months, digits }: DatePatterns): (day: number) => string {
  const number = (value: number) => (digits === null ? String(value) : localDigits(digits, String(value)));
  return remembered((dayNumber: number) => {
    const { year, month, day } = civilDate(dayNumber);
    const pattern = months[month - 1];
    const [first, second] = pattern?.dayFirst ? [day, year] : [year, day];
    return `${pattern?.before}${number(first)}${pattern?.between}${number(second)}${pattern?.after}`;
  });
}

/**
 * The text of a time of day in minutes, with the seconds and the fraction that the ISO text has, and
 * after a date with what stands between the two: the fewer pieces a cell is made of, the faster.
 */
function clockTexts(patterns: DatePatterns): (minutes: number, iso: string) => string {
  const { hourToMinute, digits, timeFirst, dateToTime } = patterns;
  const local = (text: string) => (digits === null ? text : localDigits(digits, text));
  const two = (value: number) => local(String(value).padStart(2, "0"));
  const lead = timeFirst ? "" : dateToTime;
  const ofMinutes = remembered(
    (m: number) => `${lead}${two(Math.floor(m / 60))}${hourToMinute}${two(m % 60)}`,
  );
  const ofSeconds = Array.from({ length: 60 }, (_, second) => hourToMinute + two(second));
  return (minutes, iso) => {
    const text = ofMinutes(minutes);
    if (iso.charCodeAt(16) !== 58) return text;
    const exact = text + ofSeconds[twoDigits(iso, 17)];
    const fraction = iso.charCodeAt(19) === 46 ? significantFraction(iso) : "";
    return fraction === "" ? exact : exact + patterns.decimal + local(fraction);
  };
}

/** Digits of the fraction of a second, without the zeros at the end. */
function significantFraction(iso: string): string {
  if (iso.startsWith("000Z", 20)) return "";
  return /\.(\d*[1-9])/.exec(iso)?.[1] ?? "";
}
