import type { Cell, Column, Row } from "../document";
import { decimalText } from "../values/decimal";

/** Characters that JSON escapes (RFC 8259 section 7), and surrogates, of which a lone one must be. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A cell as a JSON value: numbers exact, what JSON has no word for (NaN, infinity) as null. */
function jsonValue(cell: Cell | undefined): string {
  if (typeof cell === "string") return NEEDS_ESCAPE.test(cell) ? JSON.stringify(cell) : `"${cell}"`;
  if (typeof cell === "number") return Number.isFinite(cell) ? decimalText(cell) : "null";
  return cell === null || cell === undefined ? "null" : cell ? "true" : "false";
}

/**
 * The columns' names as keys of a row object. Two columns of one name would overwrite each other in
 * a reader, so the second becomes `name_2`.
 */
export function uniqueKeys(columns: readonly Column[]): string[] {
  const used = new Set<string>();
  return columns.map(({ name }) => {
    let key = name;
    for (let n = 2; used.has(key); n += 1) key = `${name}_${n}`;
    used.add(key);
    return key;
  });
}

/** A row as one JSON object under these keys. */
export function rowWriter(keys: readonly string[]): (row: Row) => string {
  const starts = keys.map((key, at) => `${at === 0 ? "{" : ","}${JSON.stringify(key)}:`);
  return (row) => {
    let text = "";
    for (let at = 0; at < starts.length; at += 1) text += starts[at] + jsonValue(row[at]);
    return `${text}}`;
  };
}
