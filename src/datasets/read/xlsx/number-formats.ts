import { leadingCurrency, trailingCurrency } from "../currencies";

/** What a number format (ECMA-376 part 1, 18.8.30 and 18.8.31) makes of a number. */
export type NumberLook =
  | {
      readonly kind: "number";
      readonly format?: string | undefined;
      /** Digits that are always shown, as of ZIP codes: zeros fill up. */
      readonly digits?: number | undefined;
    }
  | { readonly kind: "date" | "datetime" | "time" | "duration" };

export const PLAIN: NumberLook = { kind: "number" };
const [DATE, TIME, DATETIME, DURATION] = (["date", "time", "datetime", "duration"] as const).map(
  (kind): NumberLook => ({ kind }),
) as [NumberLook, NumberLook, NumberLook, NumberLook];
const PERCENT: NumberLook = { kind: "number", format: "percent" };
const DOLLARS: NumberLook = { kind: "number", format: "currency:USD" };

/** First and last id of the formats that a file need not spell out; 27 to 36 and 50 to 58 are East Asian. */
const BUILT_IN: readonly (readonly [first: number, last: number, look: NumberLook])[] = [
  [5, 8, DOLLARS],
  [9, 10, PERCENT],
  [14, 17, DATE],
  [18, 21, TIME],
  [22, 22, DATETIME],
  [27, 31, DATE],
  [32, 35, TIME],
  [36, 36, DATE],
  [42, 42, DOLLARS],
  [44, 44, DOLLARS],
  [45, 45, TIME],
  [46, 46, DURATION],
  [47, 47, TIME],
  [50, 54, DATE],
  [55, 56, TIME],
  [57, 58, DATE],
];

/** @param code the format code where the file spells it out, which goes before the id. */
export function numberLook(id: number, code: string | undefined): NumberLook {
  if (code !== undefined) return lookOfCode(code);
  return BUILT_IN.find(([first, last]) => id >= first && id <= last)?.[2] ?? PLAIN;
}

/** Text that stands for itself, fills and spaces: `"h"`, `\h`, `_h`, `*h`. */
const LITERAL = /"[^"]*"?|[\\_*]./gu;
const BRACKETS = /\[[^\]]*\]/g;
const ELAPSED = /\[(?:h+|m+|s+)\]/i;
/** `m` is minutes behind hours or before seconds, else months. */
const MINUTES = /(h+[^a-z]*)m+|m+(?=[^a-z]*s)/gi;

/** Codes of postal areas and articles; fewer zeros are months, hours and the like, which are counted with. */
const FIXED_DIGITS = /^0{4,}$/;

function lookOfCode(code: string): NumberLook {
  const [first = ""] = sections(code);
  if (FIXED_DIGITS.test(first)) return { kind: "number", digits: first.length };
  if (ELAPSED.test(withoutText(first))) return DURATION;
  const bare = withoutText(first)
    .replace(BRACKETS, "")
    .replace(/general/gi, "")
    .replace(/e[+-]/gi, "");
  const clock = bare.replace(/am\/pm|a\/p|上午\/下午|午前\/午後/gi, "h").replace(MINUTES, "$1n");
  const isNumber = /[#0?]/.test(clock.replace(/s[.,]0+/gi, ""));
  const hasTime = !isNumber && /[hsn]/i.test(clock);
  if (!isNumber && /[ymdegb]/i.test(clock)) return hasTime ? DATETIME : DATE;
  if (hasTime) return TIME;
  if (bare.includes("%")) return PERCENT;
  const currency = currencyOf(first);
  return currency === null ? PLAIN : { kind: "number", format: `currency:${currency}` };
}

/** Positive; negative; zero; text. The first says what kind of number it is. */
function sections(code: string): string[] {
  const found = [""];
  for (const piece of code.match(/"[^"]*"?|[\\_*].|\[[^\]]*\]?|[^"\\_*[]/gu) ?? []) {
    if (piece === ";") found.push("");
    else found[found.length - 1] += piece;
  }
  return found;
}

function withoutText(section: string): string {
  return section.replace(LITERAL, "");
}

/** Of `[$€-407] #,##0.00`, `"$"#,##0`, `#,##0 \€`, `#,##0 "kr"`: a sign or code that means one currency. */
function currencyOf(section: string): string | null {
  const named = /\[\$([^\]-]+)(?:-[^\]]*)?\]/.exec(section)?.[1];
  const text =
    named ??
    section
      .replace(BRACKETS, "")
      .replace(/[_*]./gu, "")
      .replace(/["\\]/g, "")
      .replace(/[#0?.,\s()+-]+/g, " ")
      .trim();
  const mark = text.trim();
  const found = leadingCurrency(mark) ?? trailingCurrency(mark);
  return found !== null && found.length === mark.length ? found.code : null;
}
