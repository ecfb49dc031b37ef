import { cutText } from "../office/cut-text";
import { escapeText } from "../xml";

/** Excel's limit for one cell, in UTF-16 code units. */
export const MAX_CELL_LENGTH = 32_767;

/** No markup, no character that XML or ST_Xstring treats specially. */
const PLAIN = /^[\t\n\u0020-%'-;=?-^`-\ud7ff\ue000-\ufffd]*$/;

/** What would be read as an escape, and what needs one. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;
const NOT_XML = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A cell's text as ST_Xstring (ECMA-376 part 1, 22.9.2.19): characters that XML cannot carry are
 * written `_xHHHH_`, and a text that looks like such an escape has its underscore escaped, so that
 * every text comes back as it was. A lone surrogate is no character and becomes U+FFFD.
 */
export function cellText(text: string): string {
  if (PLAIN.test(text)) return text;
  const escaped = text.replace(ESCAPE_LIKE, "_x005F_").replace(NOT_XML, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
    return `_x${code.toString(16).toUpperCase().padStart(4, "0")}_`;
  });
  return escapeText(escaped);
}

/** A text cut to what a cell can hold, ending in `…`. */
export function cutToCell(text: string): string {
  return `${cutText(text, MAX_CELL_LENGTH - 1)}…`;
}

/** How a spreadsheet could take a text for a formula, a number or a date if it were typed. */
const TYPED = "[=+\\-@\\d.,$€£¥]";
const QUOTED = new RegExp(`^'|^\\s*\\(?${TYPED}`);

/**
 * Whether Excel would read the text as something else if it were typed: such cells carry an
 * invisible apostrophe (`quotePrefix`), so that editing one does not change what it is.
 */
export function needsQuotePrefix(text: string): boolean {
  return QUOTED.test(text);
}

/** Plain text of one line that ends in no space; only its first character is left to look at. */
const SIMPLE_REST =
  "(?:[\\u0020-%'-;=?-^`-\\ud7ff\\ue000-\\ufffd]*[!-%'-;=?-^`-\\u009f\\u00a1-\\u1fff\\u3001-\\ud7ff])?$";
const SIMPLE = new RegExp(`^[A-Za-z\\u00c0-\\u1fff\\u3041-\\ud7ff]${SIMPLE_REST}`);
const SIMPLE_QUOTED = new RegExp(`^${TYPED}${SIMPLE_REST}`);

/** Settles by one test what most texts are: written as they stand, without or with a quote prefix. */
export function simpleKind(text: string): "plain" | "quoted" | null {
  if (SIMPLE.test(text)) return "plain";
  return SIMPLE_QUOTED.test(text) ? "quoted" : null;
}
