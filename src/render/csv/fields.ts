import type { Cell, Column, Row } from "../document";
import { decimalText } from "../values/decimal";

/**
 * What a spreadsheet may take for a formula or a command (OWASP "CSV Injection"): `=`, `+`, `-`,
 * `@`, TAB, CR or LF first, also in the full width that East Asian Excel reads alike.
 */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/** Signed numbers, with any grouping: nothing in them can be computed or called. */
const SIGNED_NUMBER = /^[+-][.,]?\d[\d.,]*(?:[eE][+-]?\d+)?%?$/;

/** RFC 4180 section 2.6. */
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A text as one CSV field. Text that a spreadsheet would run as a formula gets an apostrophe
 * before it; plain numbers such as `-12.5` do not. The empty text is `""`, so that it is told from
 * a missing value, as in PostgreSQL's CSV. Spaces at the ends are quoted, since some readers trim.
 */
export function textField(text: string): string {
  if (startsHarmless(text) && endsInk(text) && !NEEDS_QUOTES.test(text)) return text;
  const safe = FORMULA_START.test(text) && !SIGNED_NUMBER.test(text) ? `'${text}` : text;
  const bare = startsInk(safe) && endsInk(safe) && !NEEDS_QUOTES.test(safe);
  return bare ? safe : `"${safe.replaceAll('"', '""')}"`;
}

/** Begins with a digit or a letter, of any script below the full-width forms: most texts do. */
function startsHarmless(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first > 0x40 && first < 0xff00) || (first >= 0x30 && first <= 0x39);
}

/** Space and what lies below it in ASCII is invisible; the code of no character at all is NaN. */
function startsInk(text: string): boolean {
  return text.charCodeAt(0) > 0x20;
}

function endsInk(text: string): boolean {
  return text.charCodeAt(text.length - 1) > 0x20;
}

/** A cell as one CSV field: exact, the same in every locale, nothing for a missing value. */
export function cellField(cell: Cell | undefined): string {
  if (typeof cell === "string") return textField(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? decimalText(cell) : "";
  return cell === null || cell === undefined ? "" : cell ? "true" : "false";
}

/** The record of a row's cells under these columns, with the line end of RFC 4180. */
export function recordWriter(columns: readonly Column[]): (row: Row) => string {
  const width = columns.length;
  return (row) => {
    let record = cellField(row[0]);
    for (let at = 1; at < width; at += 1) record += `,${cellField(row[at])}`;
    // Readers skip empty lines, so a missing value that is alone in its record is quoted.
    return record === "" ? '""\r\n' : `${record}\r\n`;
  };
}
