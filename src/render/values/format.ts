import type { Cell, Column, Figure } from "../document";
import { wordsOf } from "../words";
import { dateFormatter } from "./dates";
import { decimalText, isPlainDecimal, shiftDecimal } from "./decimal";
import { resolveLocale } from "./locale";
import { numberStyle, writeExact } from "./number-style";
import { periodFormatter, periodOf } from "./periods";
import { bytesFormatter, durationFormatter } from "./units";

export type CellFormatter = (cell: Cell) => string;

/** Whether the column holds quantities: drawn at the end edge, summed, used as a chart's values. */
export function isNumeric(column: Column): boolean {
  return column.type === "number" || column.type === "integer";
}

/** `year`, `student_id`, `Order ID`, `zipCode`; not `paid`, not `cost_per_year`. */
const CODE_NAME = /(?:^|[^a-z])(?:ids?|year|code|zip|postcode|phone)$/i;
const CAMEL_CODE_NAME = /[a-z](?:Ids?|ID|Year|Code|Zip|Phone)$/;
const RATE_NAME = /(?:^|[^a-z])per[^a-z]?year$/i;

/** Whether an integer column names things instead of counting them: it is never grouped or summed. */
export function isCode({ type, format, name }: Column): boolean {
  if (type !== "integer" || format !== undefined) return false;
  return (CODE_NAME.test(name) && !RATE_NAME.test(name)) || CAMEL_CODE_NAME.test(name);
}

/**
 * Text of a column's cells for people, in PDF, HTML and DOCX. `null` is the empty text. Numbers are
 * grouped as the locale does and keep all their digits; `currency:USD` and `percent` keep up to six
 * decimals and round longer ones; `bytes` and `duration` (seconds) get units; dates have the month
 * in words, or are a `month`, `quarter` or `year`; datetimes with `Z` are converted to `timeZone`. An unknown locale is read as `en`, an
 * unknown zone as UTC, an unknown format as none, and text in a column of another type stays as is.
 */
export function cellFormatter(column: Column, locale: string, timeZone: string): CellFormatter {
  const language = resolveLocale(locale);
  switch (column.type) {
    case "number":
    case "integer":
      return numericFormatter(column, language);
    case "date":
    case "datetime": {
      const period = periodOf(column.format);
      const text = period ? periodFormatter(period, language) : dateFormatter(language, timeZone);
      return (cell) => (typeof cell === "string" ? text(cell) : plainText(cell));
    }
    case "boolean": {
      const { yes, no } = wordsOf(language);
      return (cell) => (typeof cell === "boolean" ? (cell ? yes : no) : plainText(cell));
    }
    default:
      return plainText;
  }
}

/** A cell without any column: text as it is, numbers with all their digits, Yes and No. */
export function plainText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return decimalText(cell);
  return cell === null ? "" : cell ? "Yes" : "No";
}

function numericFormatter(column: Column, locale: string): CellFormatter {
  const ofNumber = numberText(column, locale);
  return (cell) => {
    if (typeof cell === "number")
      return Number.isFinite(cell) ? ofNumber(cell, decimalText(cell)) : String(cell);
    // A number too long for a double travels as text and is grouped digit by digit.
    if (typeof cell === "string" && isPlainDecimal(cell)) return ofNumber(Number(cell), cell);
    return plainText(cell);
  };
}

/** Gets the number and its exact digits. */
function numberText(column: Column, locale: string): (value: number, digits: string) => string {
  const [format = "", argument] = (column.format ?? "").split(":");
  switch (format) {
    case "currency":
      return currencyText(locale, argument ?? "");
    case "percent": {
      const style = numberStyle(locale, { style: "percent" });
      const decimals = Math.max(0, (column.decimals ?? 0) - 2);
      return (_, digits) =>
        writeExact(
          style,
          hasExponent(digits) ? digits : padded(roundLong(shiftDecimal(digits, 2), 2), decimals),
        );
    }
    case "bytes":
      return bytesFormatter(locale);
    case "duration":
      return durationFormatter(locale);
    default:
      if (column.rounded !== undefined) return roundedText(locale, column.rounded);
      return isCode(column) ? (_, digits) => digits : groupedText(locale, column.decimals);
  }
}

function groupedText(locale: string, decimals = 0): (value: number, digits: string) => string {
  const style = numberStyle(locale);
  if (decimals === 0) return (_, digits) => writeExact(style, digits);
  return (value, digits) => writeExact(style, padded(withoutNoise(value, digits, decimals), decimals));
}

/**
 * No number of the column has more decimals: a sum that does (0.1 + 0.2) owes them to binary fractions. Digits that
 * came as text are exact.
 */
function withoutNoise(value: number, digits: string, decimals: number): string {
  const point = digits.indexOf(".");
  if (point < 0 || digits.length - point - 1 <= MAX_DECIMALS || digits !== decimalText(value)) return digits;
  return hasExponent(digits) ? digits : value.toFixed(decimals);
}

/** As many decimals for each number; one that would vanish keeps three digits. */
function roundedText(locale: string, decimals: number): (value: number, digits: string) => string {
  const style = numberStyle(locale);
  return (value, digits) => {
    const point = digits.indexOf(".");
    if (point < 0 || digits.length - point - 1 <= decimals || hasExponent(digits))
      return writeExact(style, padded(digits, decimals));
    const vanishes = Math.abs(value) < 10 ** -decimals / 2;
    return writeExact(style, vanishes ? decimalText(Number(value.toPrecision(3))) : value.toFixed(decimals));
  };
}

/** The digits with as many decimals as the column's other numbers; none is ever taken away. */
function padded(digits: string, decimals: number): string {
  if (decimals === 0 || hasExponent(digits)) return digits;
  const point = digits.indexOf(".");
  if (point < 0) return `${digits}.${"0".repeat(decimals)}`;
  return digits + "0".repeat(Math.max(0, decimals - (digits.length - point - 1)));
}

function currencyText(locale: string, currency: string): (value: number, digits: string) => string {
  try {
    const style = numberStyle(locale, { style: "currency", currency });
    return (value, digits) => {
      const decimals = Math.abs(value) < 1 ? MAX_DECIMALS : style.minFraction;
      return writeExact(style, roundLong(digits, decimals));
    };
  } catch {
    return groupedText(locale);
  }
}

const MAX_DECIMALS = 6;

/**
 * Text of a single number or word, in every format for people. A fraction longer than six digits comes from a
 * division and is rounded.
 */
export function figureText(figure: Figure, locale: string, timeZone: string): string {
  const { value } = figure;
  const decimals = typeof value === "number" ? (decimalText(value).split(".")[1] ?? "").length : 0;
  const rounded = decimals > MAX_DECIMALS ? FIGURE_DECIMALS : undefined;
  return value === null ? "–" : cellFormatter({ ...figure, rounded }, locale, timeZone)(value);
}

const FIGURE_DECIMALS = 2;

/** Unit prices have up to six decimals; a longer fraction comes from a division and is rounded. */
function roundLong(digits: string, decimals: number): string {
  const point = digits.indexOf(".");
  if (point < 0 || digits.length - point - 1 <= MAX_DECIMALS || hasExponent(digits)) return digits;
  const rounded = Number(digits).toFixed(decimals);
  return rounded.includes(".") ? rounded.replace(/\.?0+$/, "") : rounded;
}

function hasExponent(digits: string): boolean {
  return digits.includes("e");
}
