/** First bytes of files that people upload by mistake, with the words to tell them. */
const MAGIC: readonly (readonly [signature: string, name: string])[] = [
  ["PK\x03\x04", "a ZIP"],
  ["PK\x05\x06", "an empty ZIP"],
  ["%PDF-", "a PDF"],
  ["\x89PNG\r\n\x1a\n", "a PNG image"],
  ["GIF87a", "a GIF image"],
  ["GIF89a", "a GIF image"],
  ["\xff\xd8\xff", "a JPEG image"],
  ["\x1f\x8b", "a gzip"],
  ["BZh", "a bzip2"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip"],
  ["Rar!\x1a\x07", "a RAR"],
  ["\xfd7zXZ\x00", "an XZ"],
  ["\x28\xb5\x2f\xfd", "a Zstandard"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word (.xls, .doc)"],
  ["PAR1", "a Parquet"],
  ["Obj\x01", "an Avro"],
  ["ARROW1", "an Arrow"],
  ["SQLite format 3\x00", "an SQLite database"],
  ["\x7fELF", "a program"],
  ["{\\rtf", "an RTF"],
];

const MARKUP = /^\s*<(?:!doctype\s+html|(?:html|head|body|meta|style|title|div|table|tr)\b|!--)/i;
const XML = /^\s*<\?xml\b/i;

/**
 * Says what a file is when it is no text, by its first bytes (a UTF-16 text must be ruled out
 * before, for it is full of NULs). A text with a few stray control bytes stays a text, for its rows
 * are judged one by one; over 2 % of them it is not.
 *
 * @returns a phrase such as `a PDF file`, or null for text.
 */
export function binaryKind(head: Uint8Array): string | null {
  const start = latin1(head.subarray(0, 512));
  for (const [signature, name] of MAGIC) {
    if (start.startsWith(signature)) return `${isWorkbook(head, signature) ? "an XLSX workbook" : name} file`;
  }
  if (MARKUP.test(start)) return "a web page (HTML)";
  if (XML.test(start)) return "an XML file";
  let controls = 0;
  for (const byte of head) if (byte < 0x20 && !isTextControl(byte)) controls += 1;
  return controls >= 8 && controls > head.length / 50 ? "a binary file" : null;
}

function isWorkbook(head: Uint8Array, signature: string): boolean {
  return signature === "PK\x03\x04" && /\[Content_Types\]\.xml|xl\//.test(latin1(head.subarray(0, 4096)));
}

/** Tab, line feed, vertical tab, form feed, carriage return, DOS end of file, escape. */
function isTextControl(byte: number): boolean {
  return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1a || byte === 0x1b;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
