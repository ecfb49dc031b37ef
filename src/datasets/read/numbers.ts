import { undress } from "./number-dress";

export type DecimalMark = "." | ",";

/** What a text is as a number: bits, 0 when it is none. */
export const NUMBER = {
  /** A number when `.` is the decimal mark. */
  point: 1,
  /** A number when `,` is the decimal mark. */
  comma: 2,
  /** Has a fraction or an exponent under that reading. */
  pointFraction: 4,
  commaFraction: 8,
  percent: 16,
  currency: 32,
  /** `(5)`: negative in accounts, but also how footnotes and list items look. */
  bareParentheses: 64,
  /** `552 100 554`: how phone and company numbers look. */
  nineDigits: 128,
  /** One `.` or `,` before three digits: a thousand or a fraction. */
  ambiguousDot: 256,
  ambiguousComma: 512,
} as const;

/** Of 16 digits and more a double cannot hold every integer. */
const MAX_INTEGER_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
const DOT = 46;
const COMMA = 44;

// Integers up to 15 digits, bare or in groups (`12,34,567` as in India), fraction, exponent.
const BLANK_GROUPS = "[1-9]\\d{0,2}(?:[ \\u00a0\\u202f\\u2009]\\d{3}){1,4}";
const MARK_GROUPS = "[1-9]\\d{0,2}(?:['’]\\d{3}){1,4}";
const BARE = "0|[1-9]\\d{0,14}";
const EXPONENT = "(?:[eE][+-]?\\d{1,3})?";
const COMMA_GROUPS = "[1-9]\\d{0,2}(?:,\\d{3}){1,4}|[1-9]\\d?(?:,\\d{2}){1,5},\\d{3}";
const DOT_GROUPS = "[1-9]\\d{0,2}(?:\\.\\d{3}){1,4}";
const GROUPS = `${BLANK_GROUPS}|${MARK_GROUPS}`;
const POINT_NUMBER = new RegExp(`^(?:(?:${BARE}|${COMMA_GROUPS}|${GROUPS})(?:\\.\\d+)?|\\.\\d+)${EXPONENT}$`);
const COMMA_NUMBER = new RegExp(`^(?:(?:${BARE}|${DOT_GROUPS}|${GROUPS})(?:,\\d+)?|,\\d+)${EXPONENT}$`);

/**
 * Classifies a trimmed text. Leading zeros, more than 15 integer digits, and a `+` before what looks
 * like a phone number make it no number: as a number it would lose something.
 */
export function numberShape(text: string): number {
  const plain = plainShape(text);
  return plain >= 0 ? plain : dressedShape(text);
}

/**
 * The number that a trimmed text means, or undefined when it means none under this decimal mark.
 * `12.5%` is 0.125 by shifting the decimal exponent, so no rounding is added.
 */
export function parseNumber(text: string, decimal: DecimalMark): number | undefined {
  const mark = decimal === "." ? DOT : COMMA;
  const plain = plainNumber(text, mark, 0);
  if (plain !== undefined) return plain;
  const dressed = undress(text);
  if (dressed === null || !isNumber(dressed.body, decimal)) return undefined;
  if (dressed.plus && looksLikePhone(dressed.body, decimal)) return undefined;
  const bare = withoutGroups(dressed.body, mark);
  const shift = dressed.percent ? 2 : 0;
  const value = plainNumber(bare, DOT, shift) ?? anyNumber(bare, shift);
  return value === undefined || !dressed.negative || value === 0 ? value : -value;
}

/** The ISO 4217 code of the currency named in a number, or null. */
export function currencyOf(text: string): string | null {
  return undress(text)?.currency ?? null;
}

/** Digits with at most one mark between them, as most numbers are written: -1 when it is not that. */
function plainShape(text: string): number {
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const start = at;
  let mark = -1;
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 48 && unit <= 57) continue;
    if ((unit !== 46 && unit !== 44) || mark >= 0) return -1;
    mark = at;
  }
  const whole = (mark < 0 ? at : mark) - start;
  if (whole === 0 || at === mark + 1) return -1;
  const zero = text.charCodeAt(start) === 48;
  if ((zero && whole > 1) || whole > MAX_INTEGER_DIGITS) return -1;
  if (mark < 0) return NUMBER.point | NUMBER.comma;
  const isDot = text.charCodeAt(mark) === 46;
  const fraction = isDot ? NUMBER.point | NUMBER.pointFraction : NUMBER.comma | NUMBER.commaFraction;
  if (at - mark !== 4 || zero || whole > 3) return fraction;
  return fraction | (isDot ? NUMBER.comma | NUMBER.ambiguousDot : NUMBER.point | NUMBER.ambiguousComma);
}

/**
 * The value of a plain number, divided by `10 ** shift`. Exact: up to 15 digits over a power of ten
 * up to 22 are two doubles without error, and IEEE 754 division rounds once.
 */
function plainNumber(text: string, decimal: number, shift: number): number | undefined {
  const negative = text.charCodeAt(0) === 45;
  const start = negative ? 1 : 0;
  if (text.length - start > MAX_INTEGER_DIGITS + 1) return undefined;
  let value = 0;
  let mark = -1;
  for (let at = start; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit + 48 === decimal && mark < 0) mark = at;
    else return undefined;
  }
  const digits = text.length - start - (mark < 0 ? 0 : 1);
  const whole = mark < 0 ? digits : mark - start;
  const decimals = digits - whole;
  if (whole === 0 || digits > MAX_INTEGER_DIGITS || (mark >= 0 && decimals === 0)) return undefined;
  if (whole > 1 && text.charCodeAt(start) === 48) return undefined;
  if (decimals + shift > 0) value /= POWERS[decimals + shift] ?? 1;
  return negative && value !== 0 ? -value : value;
}

/** The value of a checked number of any length; undefined when it overflows or vanishes. */
function anyNumber(bare: string, shift: number): number | undefined {
  const [mantissa = "", exponent = "0"] = bare.split(/e/i);
  const value = Number(shift === 0 ? bare : `${mantissa}e${Number(exponent) - shift}`);
  return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(mantissa)) ? value : undefined;
}

function dressedShape(text: string): number {
  const dressed = undress(text);
  if (dressed === null) return 0;
  const { body, plus, currency } = dressed;
  let shape = Math.max(plainShape(body), 0) || groupedShape(body);
  if (plus && looksLikePhone(body, ".")) shape &= ~(NUMBER.point | NUMBER.pointFraction);
  if (plus && looksLikePhone(body, ",")) shape &= ~(NUMBER.comma | NUMBER.commaFraction);
  if ((shape & (NUMBER.point | NUMBER.comma)) === 0) return 0;
  if (dressed.percent) shape |= NUMBER.percent;
  if (currency !== null) shape |= NUMBER.currency;
  if (dressed.parentheses && currency === null && /^\d+$/.test(body)) shape |= NUMBER.bareParentheses;
  return shape;
}

function groupedShape(body: string): number {
  let shape = 0;
  const exponent = /e/i.test(body);
  if (isNumber(body, "."))
    shape |= NUMBER.point | (exponent || body.includes(".") ? NUMBER.pointFraction : 0);
  if (isNumber(body, ","))
    shape |= NUMBER.comma | (exponent || body.includes(",") ? NUMBER.commaFraction : 0);
  if (shape === 0 || (exponent && anyNumber(body.replace(",", "."), 0) === undefined)) return 0;
  const both = (shape & NUMBER.point) !== 0 && (shape & NUMBER.comma) !== 0;
  if (both && body.includes(".")) shape |= NUMBER.ambiguousDot;
  if (both && body.includes(",")) shape |= NUMBER.ambiguousComma;
  return /^\d{3}([\s.])\d{3}\1\d{3}$/.test(body) ? shape | NUMBER.nineDigits : shape;
}

function isNumber(body: string, decimal: DecimalMark): boolean {
  return (decimal === "." ? POINT_NUMBER : COMMA_NUMBER).test(body);
}

/** Digits and exponent of a checked number, with `.` as its decimal mark. */
function withoutGroups(body: string, mark: number): string {
  let bare = "";
  let from = 0;
  for (let at = 0; at < body.length; at += 1) {
    const unit = body.charCodeAt(at);
    const digit = unit >= 48 && unit <= 57;
    if (digit) continue;
    if ((unit | 32) === 101) break;
    bare += body.slice(from, at) + (unit === mark ? "." : "");
    from = at + 1;
  }
  return bare + body.slice(from);
}

/** `+15551234567`, `+49 30 901820`, and RFC 5733's `+1.4805058800`. */
function looksLikePhone(body: string, decimal: DecimalMark): boolean {
  if (/e/i.test(body)) return false;
  const [integer = "", fraction] = body.split(decimal);
  if (fraction !== undefined) return fraction.length > 6;
  return /[\s.]/.test(integer) || (integer.length >= 7 && /^\d+$/.test(integer));
}
