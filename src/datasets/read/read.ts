import type { Cell } from "../../render/document";
import { rowReader } from "./convert";
import { CsvParser } from "./csv-parser";
import { detectEncoding } from "./encoding";
import { ReadFailure } from "./failure";
import {
  type BadRow,
  type BadRowCode,
  type CsvForm,
  type Fault,
  type JsonForm,
  READ_LIMITS,
  type TableBatch,
  type TableForm,
} from "./form";
import { jsonSplitter } from "./json-elements";
import { objectReader, readElement } from "./json-rows";
import { type OpenBytes, TextSource } from "./source";

/**
 * Pass 2: the rows, typed as the form says, and those that do not fit, in batches in file order.
 * Cells follow the order of `form.fields`. Leaving the loop early cancels the stream.
 *
 * @throws ReadFailure `no_good_rows` behind the last batch when there were rows and all were bad.
 */
export async function* readTable(open: OpenBytes, form: TableForm): AsyncGenerator<TableBatch, void, void> {
  const batches = new Batches();
  const parser = form.format === "csv" ? csvParser(form, batches) : jsonParser(form, batches);
  const source = await TextSource.open(open);
  try {
    const { bytes } = await source.head();
    const { bomBytes } = detectEncoding(bytes, form.encoding);
    for await (const text of source.text(form.encoding, bomBytes, { multibyte: 0, broken: 0 })) {
      parser.write(text);
      yield* batches.take(false);
    }
    parser.end();
    yield* batches.take(true);
  } finally {
    await source.close();
  }
  batches.checkGood();
}

function csvParser(form: CsvForm, batches: Batches): CsvParser {
  const read = rowReader(form.fields, form.header);
  let above = form.dialect.skipRecords + (form.hasHeader ? 1 : 0);
  return new CsvParser(form.dialect, columnNames(form), {
    record: (cells, line, raw, chars) => {
      above -= 1;
      if (above >= 0) return;
      batches.add(read(cells), line, raw, chars);
    },
    fault: (fault, line, raw) => {
      above -= 1;
      if (above < 0) batches.add(fault, line, () => raw, raw.length);
    },
  });
}

/** Names of the file's columns for reports: the field's, or the header's for one that is not read. */
function columnNames(form: CsvForm): string[] {
  const names = new Map(form.fields.map(({ name, reading }) => [reading.index, name]));
  return form.header.map((label, index) => names.get(index) ?? label);
}

function jsonParser(form: JsonForm, batches: Batches) {
  const read = objectReader(form.fields, form.closed);
  return jsonSplitter(form.format, {
    record: (text, line, raw, chars) => {
      const element = readElement(text);
      batches.add("fault" in element ? element.fault : read(element.object), line, raw, chars);
    },
    fault: (fault, line, raw) => batches.add(fault, line, () => raw, raw.length),
  });
}

/** A character takes at most 6 bytes of JSON (`\u0001`), so shorter rows need no look. */
const SURELY_FITS = READ_LIMITS.storedBytes / 6;

/** The row, unless it would be too long a value to store. */
function fitting(row: Cell[]): Cell[] | Fault {
  const bytes = new TextEncoder().encode(JSON.stringify(row)).length;
  if (bytes <= READ_LIMITS.storedBytes) return row;
  const message = `The row takes ${bytes.toLocaleString("en")} bytes; at most ${READ_LIMITS.storedBytes.toLocaleString("en")} can be kept.`;
  return { code: "row_too_large", message, column: null, value: null };
}

/** Numbers the rows and packs them. */
class Batches {
  #full: TableBatch[] = [];
  #rows: Cell[][] = [];
  #bad: BadRow[] = [];
  #chars = 0;
  #row = 0;
  #good = 0;
  readonly #reasons = new Map<BadRowCode, { count: number; first: BadRow }>();

  add(read: Cell[] | Fault, line: number, raw: () => string, chars: number): void {
    const outcome = chars > SURELY_FITS && Array.isArray(read) ? fitting(read) : read;
    this.#row += 1;
    this.#chars += chars;
    if (Array.isArray(outcome)) {
      this.#good += 1;
      this.#rows.push(outcome);
    } else this.#reject({ row: this.#row, line, ...outcome, raw: raw() });
    const rows = this.#rows.length + this.#bad.length;
    if (rows >= READ_LIMITS.batchRows || this.#chars >= READ_LIMITS.batchChars) this.#pack();
  }

  /** The batches that are full, and at the end what is left. */
  take(all: boolean): TableBatch[] {
    if (all && this.#rows.length + this.#bad.length > 0) this.#pack();
    const full = this.#full;
    this.#full = [];
    return full;
  }

  checkGood(): void {
    if (this.#good > 0 || this.#row === 0) return;
    const reasons = [...this.#reasons.values()].sort((a, b) => b.count - a.count);
    const [most] = reasons;
    if (most === undefined) return;
    const { first, count } = most;
    const rows = this.#row === 1 ? "The only row" : `All ${this.#row.toLocaleString("en")} rows`;
    const message = `${rows} could not be read. Most often (${count}): ${first.message} First on line ${first.line}.`;
    throw new ReadFailure("no_good_rows", message);
  }

  #reject(bad: BadRow): void {
    this.#bad.push(bad);
    const reason = this.#reasons.get(bad.code);
    if (reason === undefined) this.#reasons.set(bad.code, { count: 1, first: bad });
    else reason.count += 1;
  }

  #pack(): void {
    this.#full.push({ rows: this.#rows, bad: this.#bad });
    this.#rows = [];
    this.#bad = [];
    this.#chars = 0;
  }
}
