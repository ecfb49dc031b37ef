/**
 * Words and signs that mean "no value" in a column of numbers, dates or booleans; in text they stay text. Spreadsheets,
 * databases, statistics offices (`..`, `:`) and pandas write them, and errors of formulas are none either.
 */
const NULL_TOKENS: ReadonlySet<string> = new Set([
  "NA",
  "N/A",
  "n/a",
  "#N/A",
  "null",
  "NULL",
  "NaN",
  "nan",
  "None",
  "n.a.",
  "N.A.",
  "(null)",
  "<NA>",
  "NaT",
  "\\N",
  "-",
  "--",
  "–",
  "—",
  "..",
  "...",
  ":",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#NULL!",
]);
const LONGEST = 7;

export function isNullToken(text: string): boolean {
  return text.length <= LONGEST && NULL_TOKENS.has(text);
}

/** The words of a boolean column, in any case. */
export type BooleanWord = "true" | "false" | "yes" | "no";

export function booleanWord(text: string): BooleanWord | null {
  if (text.length > 5) return null;
  const word = text.toLowerCase();
  return word === "true" || word === "false" || word === "yes" || word === "no" ? word : null;
}

/** Reads a boolean; `0`, `1` and single letters count where a column is declared to be boolean. */
export function parseBoolean(text: string): boolean | undefined {
  switch (text.length > 5 ? "" : text.toLowerCase()) {
    case "true":
    case "yes":
    case "1":
    case "t":
    case "y":
      return true;
    case "false":
    case "no":
    case "0":
    case "f":
    case "n":
      return false;
    default:
      return undefined;
  }
}

/** `text.trim()`, without the call for the many texts that have nothing to trim. */
export function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const inside = first > 32 && first < 128 && last > 32 && last < 128;
  return inside ? text : text.trim();
}
