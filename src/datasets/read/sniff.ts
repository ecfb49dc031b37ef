import { CsvParser } from "./csv-parser";
import type { CsvDialect, ReadOptions, TableFormat } from "./form";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** A title or notes above the header take at most so many records. */
const MAX_PREAMBLE = 20;

export interface SniffedCsv {
  readonly dialect: CsvDialect;
  /** The first record behind the skipped ones, or null when there is none. */
  readonly first: readonly string[] | null;
}

interface Candidate extends SniffedCsv {
  readonly records: readonly string[][];
  /** Share of the records behind the first that have as many cells as it. */
  readonly fit: number;
}

/** JSON begins with an object or an array of objects; everything else is delimited text. */
export function sniffFormat(head: string): TableFormat {
  if (/^\s*\[\s*(?:[{\]]|$)/.test(head)) return "json";
  return /^\s*\{\s*(?:["}]|$)/.test(head) ? "ndjson" : "csv";
}

/**
 * Finds delimiter, quote and the record to take as header from the first ~64 KB: the delimiter is
 * the one whose records agree best with the first one's number of cells.
 *
 * @param whole the head is the whole file, so that its last record is complete.
 */
export function sniffCsv(head: string, whole: boolean, options: ReadOptions): SniffedCsv {
  const separator = /^"?sep=([^\r\n])"?(?:\r|\n|$)/i.exec(head)?.[1];
  const given = options.delimiter ?? separator;
  const sample = (dialect: CsvDialect) => candidate(head, whole, dialect);
  const plain = { quote: '"', quoteAfterSpace: false, skipRecords: separator === undefined ? 0 : 1 } as const;
  const candidates = (given === undefined ? DELIMITERS : [given]).map((delimiter) =>
    sample({ ...plain, delimiter }),
  );
  const found = best(candidates) ?? best(candidates.map(belowPreamble));
  if (found === null) return sample({ ...plain, delimiter: given ?? null });
  const { dialect } = found;
  const variants = [
    ...(usesSingleQuotes(found.records) ? [sample({ ...dialect, quote: "'" })] : []),
    ...(quotesAfterSpaces(head, dialect.delimiter) ? [sample({ ...dialect, quoteAfterSpace: true })] : []),
  ];
  return variants.find((variant) => variant.fit >= found.fit) ?? found;
}

function candidate(head: string, whole: boolean, dialect: CsvDialect): Candidate {
  const records: string[][] = [];
  const parser = new CsvParser(dialect, null, {
    record: (cells) => void records.push(cells),
    fault: () => undefined,
  });
  parser.write(head);
  if (whole) parser.end();
  return fitted(dialect, records);
}

function fitted(dialect: CsvDialect, records: readonly string[][]): Candidate {
  const first = records[dialect.skipRecords] ?? null;
  const rest = records.slice(dialect.skipRecords + 1);
  const fitting = rest.filter((cells) => cells.length === first?.length).length;
  return { dialect, first, records, fit: rest.length === 0 ? 1 : fitting / rest.length };
}

/** The best candidate that parts anything at all; null for a table of one column. */
function best(candidates: readonly Candidate[]): Candidate | null {
  let found: Candidate | null = null;
  for (const next of candidates) {
    if (!parts(next)) continue;
    const better = found === null || next.fit > found.fit + 0.05;
    const equal = found !== null && Math.abs(next.fit - found.fit) <= 0.05;
    if (better || (equal && (next.first?.length ?? 0) > (found?.first?.length ?? 0))) found = next;
  }
  return found;
}

/** A comma in the header alone is part of a name; most rows must have several cells too. */
function parts({ first, records, fit }: Candidate): boolean {
  if (first === null || first.length < 2) return false;
  const several = records.filter((cells) => cells.length > 1).length;
  return fit > 0 || several * 2 >= records.length;
}

/**
 * The same text with the records above its header left out: a lone title or note each, before a
 * record with as many cells (three or more, none empty) as nearly all that follow.
 */
function belowPreamble({ dialect, records }: Candidate): Candidate {
  const at = records.findIndex((cells) => cells.length > 1);
  const below = fitted({ ...dialect, skipRecords: Math.max(at, 0) }, records);
  const { first } = below;
  const isHeader = first !== null && first.length > 2 && !first.includes("") && at <= MAX_PREAMBLE;
  return isHeader && records.length > at + 1 && below.fit >= 0.9 ? below : { ...below, first: null };
}

/** Some programs quote text cells with apostrophes: `'GP';'F';18`. */
function usesSingleQuotes(records: readonly string[][]): boolean {
  let opened = 0;
  let closed = 0;
  let double = 0;
  for (const cells of records) {
    for (const cell of cells) {
      if (cell.startsWith('"')) double += 1;
      if (!cell.startsWith("'") || cell.length < 2) continue;
      opened += 1;
      if (cell.endsWith("'")) closed += 1;
    }
  }
  return double === 0 && closed >= opened * 0.6 && closed * 2 >= records.length && closed > 1;
}

/** Whether every quote behind a delimiter and blanks opens a cell that closes properly. */
function quotesAfterSpaces(head: string, delimiter: string | null): boolean {
  if (delimiter === null || delimiter === "\t") return false;
  const mark = `\\u{${(delimiter.codePointAt(0) ?? 0).toString(16)}}`;
  const opened = head.match(new RegExp(`${mark} +"`, "gu"))?.length ?? 0;
  const closed = head.match(new RegExp(`${mark} +"(?:[^"]|"")*" *(?=${mark}|\\r|\\n|$)`, "gu"))?.length ?? 0;
  return opened > 0 && closed >= opened - 1 && closed > 0;
}
