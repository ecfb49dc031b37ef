/**
 * Text in XML 1.0 documents. What XML cannot carry at all (most control characters, lone
 * surrogates, U+FFFE and U+FFFF; section 2.2 "Char") becomes U+FFFD, so that a loss is seen.
 */

/** Neither markup, nor a carriage return, nor a surrogate, nor illegal: most texts are only this. */
const NOT_PLAIN = /[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd]/;

const SPECIAL = /[&<>\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REPLACEMENT: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // A parser would turn a bare carriage return into a line feed (section 2.11).
  "\r": "&#13;",
};

/** Text as the content of an element. */
export function escapeText(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text.replace(SPECIAL, (character) => REPLACEMENT[character] ?? "\ufffd");
}

/** Text between double quotes; tabs and line feeds survive attribute normalisation (section 3.3.3). */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;").replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");
}

/** First line of every part; OOXML parts are UTF-8. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
