/**
 * Exact decimal text of numbers. A double's shortest text that reads back as the same double
 * (ECMA-262 Number::toString) holds all its digits; these functions only move the point in it.
 */

/** Longest run of zeros written out; a number further from 1 keeps its exponent. */
const MAX_PADDING = 30;

const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** Whether `text` is already a plain decimal number such as `-1234.50`. */
export function isPlainDecimal(text: string): boolean {
  return PLAIN.test(text);
}

/**
 * All digits of a finite number without an exponent: 1e21 is `1000000000000000000000`, 1e-7 is
 * `0.0000001`. Beyond 30 zeros the exponent stays (`1e+300`), which every CSV reader takes.
 */
export function decimalText(value: number): string {
  const hundredths = Math.round(value * 100);
  if (hundredths / 100 === value && Math.abs(hundredths) < SMALL) return hundredthsText(hundredths);
  const size = Math.abs(value);
  const text = String(value);
  if (size < 1e21 && size >= 1e-6) return text;
  const e = text.indexOf("e");
  const exponent = Number(text.slice(e + 1));
  if (e < 0 || Math.abs(exponent) > MAX_PADDING) return text;
  return shiftDecimal(text.slice(0, e), exponent);
}

/** Integers that V8 keeps unboxed everywhere, and turns into text several times faster than doubles. */
const SMALL = 2 ** 30;

/** Amounts of money and most measurements: an integer and two digits. */
function hundredthsText(hundredths: number): string {
  const size = Math.abs(hundredths);
  const whole = Math.floor(size / 100);
  const rest = size - whole * 100;
  const sign = hundredths < 0 ? "-" : "";
  if (rest === 0) return sign + whole;
  if (rest % 10 === 0) return `${sign}${whole}.${rest / 10}`;
  return rest < 10 ? `${sign}${whole}.0${rest}` : `${sign}${whole}.${rest}`;
}

/** Plain decimal text times 10^places, by moving the point: no digit changes. */
export function shiftDecimal(text: string, places: number): string {
  const sign = text.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = text.slice(sign.length).split(".");
  const digits = whole + fraction;
  const point = whole.length + places;
  const integer = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const rest = point > 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  const kept = rest.replace(/0+$/, "");
  return sign + (integer.replace(/^0+(?=\d)/, "") || "0") + (kept === "" ? "" : `.${kept}`);
}
