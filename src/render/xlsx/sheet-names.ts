import { cutText } from "../office/cut-text";

/** Excel's limit, in UTF-16 code units. */
const MAX_LENGTH = 31;

/** Characters that Excel allows in no sheet name, besides control characters. */
const FORBIDDEN = /[[\]:*?/\\\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/**
 * Hands out names that Excel takes for sheets: 1 to 31 characters, none of `[ ] : * ? / \`, no
 * apostrophe at either end, not "History" (reserved for change tracking), unique whatever the case.
 */
export class SheetNames {
  readonly #taken = new Set(["history"]);

  /** The title made legal, with ` (2)`, ` (3)` … where it is taken already. */
  claim(title: string): string {
    const wanted = cut(title.replace(FORBIDDEN, " ").replace(/\s+/g, " "), MAX_LENGTH) || "Sheet";
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? "" : ` (${number})`;
      const name = cut(wanted, MAX_LENGTH - suffix.length) + suffix;
      const key = name.toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}

/** The beginning of a text without spaces or apostrophes at its ends. */
function cut(text: string, length: number): string {
  return cutText(text.replace(/^[\s']+/, ""), length).replace(/[\s']+$/, "");
}

/** A sheet's name as formulas quote it (ECMA-376 part 1, 18.17.2.3). */
export function quoteSheetName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}
