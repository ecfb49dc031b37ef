import { type CurrencyMark, leadingCurrency, trailingCurrency } from "./currencies";

/** A number without what surrounds it. */
export interface Undressed {
  /** Digits, groups, decimal mark, exponent: begins with a digit or a mark, ends with a digit. */
  readonly body: string;
  readonly negative: boolean;
  readonly plus: boolean;
  readonly parentheses: boolean;
  readonly percent: boolean;
  /** ISO 4217. */
  readonly currency: string | null;
}

/**
 * Takes sign (also behind the digits), currency, percent and accounting parentheses off a number,
 * each at most once and in any order; null when something else is there.
 */
export function undress(text: string): Undressed | null {
  let from = 0;
  let to = text.length;
  let sign = "";
  let currency: string | null = null;
  let opened = false;
  let closed = false;
  let percent = false;
  for (; from < to && !startsBody(text.charCodeAt(from)); from += 1) {
    const first = text.charAt(from);
    if (first.trim() === "") continue;
    if ((first === "-" || first === "+" || first === "−") && sign === "") sign = first;
    else if (first === "(" && !opened && sign === "") opened = true;
    else {
      const mark: CurrencyMark | null = currency === null ? leadingCurrency(text.slice(from, to)) : null;
      if (mark === null) return null;
      currency = mark.code;
      from += mark.length - 1;
    }
  }
  for (; to > from && !isDigit(text.charCodeAt(to - 1)); to -= 1) {
    const last = text.charAt(to - 1);
    if (last.trim() === "") continue;
    if (last === "%" && !percent) percent = true;
    else if ((last === "-" || last === "−") && sign === "" && !opened) sign = "-";
    else if (last === ")" && opened && !closed) closed = true;
    else {
      const mark: CurrencyMark | null = currency === null ? trailingCurrency(text.slice(from, to)) : null;
      if (mark === null) return null;
      currency = mark.code;
      to -= mark.length - 1;
    }
  }
  if (from >= to || opened !== closed || (percent && currency !== null)) return null;
  const negative = opened || sign === "-" || sign === "−";
  return { body: text.slice(from, to), negative, plus: sign === "+", parentheses: opened, percent, currency };
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** A digit, `.` or `,`. */
function startsBody(unit: number): boolean {
  return isDigit(unit) || unit === 46 || unit === 44;
}
