/** Characters that mean something in HTML text or in a quoted attribute, or that a parser would change. */
const SPECIAL = /[&<>"'\r\0]/;
const EACH_SPECIAL = new RegExp(SPECIAL.source, "g");

const REPLACEMENT: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A parser would turn a bare carriage return into a line feed (HTML, "Preprocessing the input stream").
  "\r": "&#13;",
};

/** Text as element content or inside a quoted attribute; NUL, which HTML cannot carry, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(EACH_SPECIAL, (character) => REPLACEMENT[character] ?? "\ufffd");
}
