import { chunkDecoder } from "./decode";
import { type DetectedEncoding, detectEncoding, encodingVerdict } from "./encoding";
import { ReadFailure } from "./failure";
import type { ReadOptions, TextForm } from "./form";
import { CsvInspector } from "./inspect-csv";
import { JsonInspector } from "./inspect-json";
import { LegacySample } from "./legacy-sample";
import { encodingNote } from "./notes";
import { sniffFormat } from "./sniff";
import { type OpenBytes, TextSource } from "./source";

/** Encodings that need no word. */
const COMMON = ["utf-8", "utf-16le", "utf-16be", "windows-1252"];

interface Inspector {
  write(text: string): void;
  end(encoding: string): TextForm;
}

/**
 * Pass 1: finds encoding, format, delimiter, header and types over the whole file. A file that only
 * late proves not to be UTF-8 is read once more as what its letters say, or the other way round.
 *
 * A header without rows is a table with no rows.
 *
 * @throws ReadFailure when the file is no table.
 */
export async function inspectTable(open: OpenBytes, options: ReadOptions = {}): Promise<TextForm> {
  const first = await inspectAs(open, options, (head) => detectEncoding(head, options.encoding));
  if (typeof first !== "string") return first;
  const second = await inspectAs(open, options, () => ({ encoding: first, bomBytes: 0, certain: true }));
  if (typeof second === "string") throw new Error("a certain encoding was refuted");
  return second;
}

/** The form, or the encoding that the file turned out to have instead. */
async function inspectAs(
  open: OpenBytes,
  options: ReadOptions,
  detect: (head: Uint8Array) => DetectedEncoding,
): Promise<TextForm | string> {
  const source = await TextSource.open(open);
  try {
    const { bytes, whole } = await source.head();
    if (bytes.length === 0)
      throw new ReadFailure(
        "empty_file",
        "The file is empty. Upload one with a line of names and rows below it.",
      );
    const { encoding, bomBytes, certain } = detect(bytes);
    const inspector = inspectorFor(headText(bytes.subarray(bomBytes), encoding, whole), whole, options);
    const count = { multibyte: 0, broken: 0, sample: new LegacySample() };
    for await (const text of source.text(encoding, bomBytes, count)) inspector.write(text);
    const verdict = certain ? encoding : encodingVerdict(count);
    if (verdict !== encoding) return verdict;
    const form = inspector.end(encoding);
    const isGuess = options.encoding === undefined && bomBytes === 0 && !COMMON.includes(encoding);
    return isGuess ? { ...form, notes: [encodingNote(encoding), ...(form.notes ?? [])] } : form;
  } finally {
    await source.close();
  }
}

function inspectorFor(head: string, whole: boolean, options: ReadOptions): Inspector {
  if (head.trim() === "" && whole)
    throw new ReadFailure(
      "empty_file",
      "The file holds no rows. Upload one with a line of names and rows below it.",
    );
  const format = options.format ?? sniffFormat(head);
  return format === "csv" ? new CsvInspector(head, whole, options) : new JsonInspector(format, options);
}

function headText(bytes: Uint8Array, encoding: string, whole: boolean): string {
  const decoder = chunkDecoder(encoding, { multibyte: 0, broken: 0 });
  const text = decoder.decode(bytes);
  return whole ? text + decoder.end() : text;
}
