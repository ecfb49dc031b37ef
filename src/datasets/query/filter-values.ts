import type { Field } from "../field";
import { currencyOf, parseNumber } from "../read/numbers";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME =
  /^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
/** Every number of so many digits is told apart by a double. */
const SURE_DIGITS = 15;

const EXPECTED = {
  string: "text in quotes",
  number: "a number",
  integer: "a number",
  boolean: "true or false",
  date: "a date YYYY-MM-DD",
  datetime: "a date or an ISO 8601 time",
} as const;

/**
 * A filter's value as cells of this field are kept; null, and a line in `problems`, when it is of another type.
 * Clients mix up text and numbers: `"5"` is taken for a number and `5` for a text, but only when nothing is lost.
 * A number is what is kept, whatever the format; text may be written as the field shows it, `"20%"` for 0.2.
 */
export function readValue(
  value: unknown,
  { type, format = "" }: Pick<Field, "type" | "format">,
  problems: string[],
): string | number | boolean | null {
  const [kind = "", currency = ""] = format.split(":");
  const read = READERS[type](value) ?? (typeof value === "string" ? readShown(value, kind, currency) : null);
  if (read !== null) return read;
  const like = kind === "percent" ? ' such as 0.2, or "20%"' : "";
  problems.push(`Expected ${EXPECTED[type]}${like}, got ${JSON.stringify(value)?.slice(0, 60) ?? "nothing"}`);
  return null;
}

/** A percentage, or an amount in the field's own currency or without one: `"$1,200.50"`. */
function readShown(text: string, kind: string, currency: string): number | null {
  const named = currencyOf(text.trim());
  const isOfKind =
    kind === "percent"
      ? text.includes("%")
      : kind === "currency" && !text.includes("%") && (named === null || named === currency);
  return isOfKind ? (parseNumber(text.trim(), ".") ?? null) : null;
}

const READERS: Record<Field["type"], (value: unknown) => string | number | boolean | null> = {
  string: (value) => {
    if (typeof value === "string") return value;
    return typeof value === "number" && isSure(String(value)) ? String(value) : null;
  },
  number: readNumber,
  integer: readNumber,
  boolean: (value) => {
    if (typeof value === "boolean") return value;
    const word = typeof value === "string" ? value.trim().toLowerCase() : "";
    return word === "true" ? true : word === "false" ? false : null;
  },
  date: (value) => (typeof value === "string" && DATE.test(value) && isCalendarDay(value) ? value : null),
  datetime: (value) =>
    typeof value === "string" && DATETIME.test(value) && isCalendarDay(value.slice(0, 10))
      ? canonicalTime(value)
      : null,
};

function readNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !NUMBER.test(value.trim())) return null;
  const number = Number(value);
  return Number.isFinite(number) && (isSure(value.trim()) || String(number) === value.trim()) ? number : null;
}

/** Whether the digits of a number, zeros at its ends aside, are few enough for a double to keep them all. */
function isSure(text: string): boolean {
  const [digits = ""] = text.replace(/^[+-]/, "").split(/e/i);
  return digits.replace(".", "").replace(/^0+|0+$/g, "").length <= SURE_DIGITS;
}

function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** As cells are kept: `T`, seconds, fraction as written, and UTC with `Z` when a zone is named. */
function canonicalTime(text: string): string | null {
  if (text.length === 10) return text;
  const [, day, clock, seconds = ":00", fraction = "", zone = ""] =
    /^(.{10})[T ](.{5})(:\d\d)?(\.\d+)?(.*)$/.exec(text) ?? [];
  const local = `${day}T${clock}${seconds}`;
  if (zone === "" || zone === "Z") return `${local}${fraction}${zone}`;
  const time = Date.parse(`${local}${zone}`);
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}${fraction}Z`;
}
