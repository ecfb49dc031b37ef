/** Room for a suffix that a browser adds; every file system takes 255 bytes. */
const NAME_BYTES = 200;

/**
 * Controls, path and shell signs of any system, and the invisible marks that reorder text: with those
 * `invoice\u202Efdp.exe` is shown as `invoiceexe.pdf`.
 */
const UNSAFE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"*/:<>?\\|]+/gu;

/** Device names that Windows does not let a file have, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i;

/**
 * A file name out of a report's title: `"Q3/Umsätze"`, `"pdf"` → `Q3 Umsätze.pdf`. Any script stays;
 * it has at most 200 bytes of UTF-8 and is never cut within a character.
 */
export function filenameOf(title: string, extension: string): string {
  const clean = cutToBytes(safeText(title), NAME_BYTES - extension.length - 1).replace(/^[. ]+|[. ]+$/g, "");
  const stem = RESERVED.test(clean) ? `_${clean}` : clean;
  return `${stem || "report"}.${extension}`;
}

/** Well-formed text without anything that a header or a file system could take for more than text. */
export function safeText(text: string): string {
  return text.toWellFormed().normalize("NFC").replace(UNSAFE, " ").replace(/\s+/g, " ").trim();
}

function cutToBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const encoder = new TextEncoder();
  let bytes = 0;
  let cut = "";
  for (const { segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)) {
    bytes += encoder.encode(segment).length;
    if (bytes > limit) break;
    cut += segment;
  }
  return cut;
}
