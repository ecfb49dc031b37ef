import { fitBelow, headerAt, type SampledRecord } from "./csv-header";
import { CsvParser } from "./csv-parser";
import type { CsvDialect, ReadOptions, TableFormat } from "./form";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Fewer of the records that fit make a delimiter doubtful. */
const SURE_FIT = 0.8;

export interface SniffedCsv {
  readonly dialect: CsvDialect;
  /** The first record behind the skipped ones, or null when there is none. */
  readonly first: readonly string[] | null;
}

interface Candidate extends SniffedCsv {
  readonly records: readonly SampledRecord[];
  /** Share of the records behind the first that have as many cells as it. */
  readonly fit: number;
  /** Records above the header. */
  readonly above: number;
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
  const start = separator === undefined ? 0 : 1;
  const finds = options.hasHeader ?? true;
  const sample = (dialect: Omit<CsvDialect, "skipRecords">) => candidate(head, whole, dialect, start, finds);
  const plain = { quote: '"', quoteAfterSpace: false } as const;
  const candidates = (given === undefined ? DELIMITERS : [given]).map((delimiter) =>
    sample({ ...plain, delimiter }),
  );
  const sure = candidates.filter(({ above, fit }) => above === 0 && fit >= SURE_FIT);
  const found = best(sure) ?? best(candidates);
  if (found === null) return sample({ ...plain, delimiter: given ?? null });
  const { dialect } = found;
  const variants = [
    ...(usesSingleQuotes(found.records) ? [sample({ ...dialect, quote: "'" })] : []),
    ...(quotesAfterSpaces(head, dialect.delimiter) ? [sample({ ...dialect, quoteAfterSpace: true })] : []),
  ];
  return variants.find((variant) => variant.fit >= found.fit) ?? found;
}

function candidate(
  head: string,
  whole: boolean,
  plain: Omit<CsvDialect, "skipRecords">,
  start: number,
  finds: boolean,
): Candidate {
  const records: SampledRecord[] = [];
  const parser = new CsvParser({ ...plain, skipRecords: 0 }, null, {
    record: (cells, line) => void records.push({ cells, line }),
    fault: () => undefined,
  });
  parser.write(head);
  if (whole) parser.end();
  const skipRecords = finds ? headerAt(records, start) : start;
  return {
    dialect: { ...plain, skipRecords },
    first: records[skipRecords]?.cells ?? null,
    records: records.slice(skipRecords),
    fit: fitBelow(records, skipRecords),
    above: skipRecords - start,
  };
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
  const several = records.filter(({ cells }) => cells.length > 1).length;
  return fit > 0 || several * 2 >= records.length;
}

/** Some programs quote text cells with apostrophes: `'GP';'F';18`. */
function usesSingleQuotes(records: readonly SampledRecord[]): boolean {
  let opened = 0;
  let closed = 0;
  let double = 0;
  for (const { cells } of records) {
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
