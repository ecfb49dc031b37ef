import { binaryKind } from "./binary";
import { ReadFailure } from "./failure";
import { legacyEncoding } from "./legacy-encoding";
import { LegacySample } from "./legacy-sample";
import { completeLength, countUtf8, type Utf8Count } from "./utf8";

export interface DetectedEncoding {
  /** WHATWG name. */
  readonly encoding: string;
  /** Bytes to leave out at the start. */
  readonly bomBytes: number;
  /** False while the rest of the file may still prove UTF-8 or windows-1252. */
  readonly certain: boolean;
}

/**
 * Finds the encoding from the first bytes of a file: byte order mark, then the NUL pattern of
 * UTF-16, then UTF-8, then an older encoding by its letters.
 *
 * @param label a WHATWG label that overrides the search.
 * @throws ReadFailure `not_a_table` for a binary file, `unsupported_encoding`.
 */
export function detectEncoding(head: Uint8Array, label?: string): DetectedEncoding {
  const marked = byteOrderMark(head);
  if (label !== undefined) {
    const encoding = canonicalName(label);
    if (!encoding.startsWith("utf-16")) refuseBinary(head.subarray(marked?.bomBytes ?? 0));
    return { encoding, bomBytes: marked?.encoding === encoding ? marked.bomBytes : 0, certain: true };
  }
  if (marked?.encoding === "utf-8") refuseBinary(head.subarray(marked.bomBytes));
  if (marked !== null) return marked;
  const wide = utf16ByNuls(head);
  if (wide !== null) return { encoding: wide, bomBytes: 0, certain: true };
  refuseBinary(head);
  const count: Utf8Count = { multibyte: 0, broken: 0 };
  countUtf8(head.subarray(0, completeLength(head)), count);
  if (isUtf8(count)) return { encoding: "utf-8", bomBytes: 0, certain: false };
  const sample = new LegacySample();
  sample.add(head, true);
  const encoding = guessed(sample);
  return { encoding, bomBytes: 0, certain: encoding !== "windows-1252" };
}

/** Text that is nearly all well-formed beyond ASCII is UTF-8 with some broken rows. */
const isUtf8 = ({ broken, multibyte }: Utf8Count) => broken === 0 || multibyte >= 4 * broken;

/** What a text of unknown encoding is after all of it was seen. */
export function encodingVerdict(count: Utf8Count & { readonly sample: LegacySample }): string {
  return isUtf8(count) ? "utf-8" : guessed(count.sample);
}

function guessed(sample: LegacySample): string {
  const encoding = legacyEncoding(sample.bytes);
  if (encoding !== null) return encoding;
  throw new ReadFailure(
    "unsupported_encoding",
    "The text is not UTF-8, and which encoding it has cannot be told. Save it as UTF-8, or upload it again and name " +
      "its encoding, such as encoding=shift_jis, gbk, big5, euc-kr or windows-1251.",
  );
}

function refuseBinary(head: Uint8Array): void {
  const kind = binaryKind(head);
  if (kind === null) return;
  throw new ReadFailure(
    "not_a_table",
    `This looks like ${kind}, not a table. Upload a CSV, XLSX or JSON file.`,
  );
}

function canonicalName(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new ReadFailure(
      "unsupported_encoding",
      `"${label}" is not a known text encoding. Give one such as utf-8 or windows-1252.`,
    );
  }
}

function byteOrderMark(head: Uint8Array): DetectedEncoding | null {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return { encoding: "utf-8", bomBytes: 3, certain: true };
  }
  const utf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (utf32) throw new ReadFailure("unsupported_encoding", "UTF-32 text is not supported. Save it as UTF-8.");
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", bomBytes: 2, certain: true };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", bomBytes: 2, certain: true };
  return null;
}

/**
 * UTF-16 without a mark: Latin letters, delimiters and line ends put a NUL in every second byte, on
 * one side only. Stray NULs in a single-byte file are fewer or on both sides.
 */
function utf16ByNuls(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < sample.length; at += 1) {
    if (sample[at] !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const pairs = sample.length / 2;
  const many = Math.max(4, pairs / 5);
  if (odd >= many && even <= odd / 10) return "utf-16le";
  if (even >= many && odd <= even / 10) return "utf-16be";
  return null;
}
