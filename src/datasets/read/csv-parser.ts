import { CsvCursor } from "./csv-cursor";
import { faultInCells, type NamedCells, oversizedFault, strayQuoteFault, unclosedFault } from "./csv-faults";
import { OversizedRow } from "./csv-oversized";
import { CR, type CsvSyntax, countLineEnds, LF, looksLikeRows, nextLine, openingQuote } from "./csv-syntax";
import { type CsvDialect, READ_LIMITS, type RecordSink } from "./form";
import { excerpt } from "./text";

/** Where an incomplete row needs more text, and where a quoted row could not be read. */
const INCOMPLETE = -1;

/**
 * Streaming parser of delimited text: RFC 4180 and what spreadsheets accept beyond it. A row ends
 * with LF, CRLF or CR; quoted cells may hold line ends; text behind a closing quote (`"a"b`) and a
 * quote inside an unquoted cell (`6'2"`) are taken literally; lines that are empty or blank are no rows.
 *
 * Our own because none of the kept ones does the job (46 MB, 200,000 rows x 8, Node 24): csv-parse 7
 * has line numbers and record caps but takes 2.2 s; Papa Parse 5.7 takes 0.35 s but has no line
 * numbers and reads an unclosed quote anew with every chunk (10 MB of it cost 11 times 2.5 MB); uDSV
 * 0.7 takes 0.3 s for well-formed input only. This one takes 0.6 of Papa's time by jumping with
 * `indexOf`, and holds at most one row.
 *
 * An unclosed quote costs its own line only, when the lines it would swallow look like rows.
 */
export class CsvParser {
  readonly #sink: RecordSink<string[]>;
  readonly #syntax: CsvSyntax;
  readonly #cursor: CsvCursor;
  readonly #quote: string;
  readonly #names: readonly string[] | null;

  #pending = "";
  /** Characters to gather before an incomplete row is tried again, so that a long one stays linear. */
  #wanted = 0;
  #final = false;
  /** Physical line, from 1, of the row being read. */
  #line = 1;
  #oversized: OversizedRow | null = null;
  /** The text holds NULs or invalid bytes somewhere, so rows are looked at one by one. */
  #suspicious = false;

  #escapes = false;
  #rowStart = 0;
  #rowEnd = 0;
  readonly #raw = () => excerpt(this.#cursor.text.slice(this.#rowStart, this.#rowEnd), READ_LIMITS.rawChars);

  /** @param names the columns' names for reports, or null before the header is known. */
  constructor(dialect: CsvDialect, names: readonly string[] | null, sink: RecordSink<string[]>) {
    this.#sink = sink;
    this.#names = names;
    this.#cursor = new CsvCursor(dialect.delimiter, dialect.quote);
    this.#quote = dialect.quote;
    this.#syntax = {
      delimiter: dialect.delimiter?.charCodeAt(0) ?? -1,
      quote: dialect.quote.charCodeAt(0),
      quoteAfterSpace: dialect.quoteAfterSpace,
    };
  }

  /** Characters held back for the next call. */
  get held(): number {
    return this.#pending.length;
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length > this.#wanted) this.#parse();
  }

  end(): void {
    this.#final = true;
    this.#parse();
    const open = this.#oversized;
    if (open !== null) this.#endOversized(open);
  }

  #parse(): void {
    this.#load(this.#pending);
    let at = this.#oversized === null ? 0 : this.#passOver(this.#oversized, 0);
    const length = this.#cursor.text.length;
    while (at < length) {
      const unit = this.#cursor.text.charCodeAt(at);
      if (unit === LF || unit === CR) {
        if (unit === CR && at + 1 === length && !this.#final) break;
        at = this.#cursor.behindLineEnd(at);
        this.#line += 1;
        continue;
      }
      const next = this.#row(at);
      if (next !== INCOMPLETE) at = next;
      else if (length - at <= READ_LIMITS.rowChars) break;
      else at = this.#startOversized(at);
    }
    this.#pending = this.#cursor.text.slice(at);
    this.#wanted = this.#pending.length * 2;
    this.#load("");
  }

  #load(text: string): void {
    this.#cursor.load(text);
    this.#suspicious = text.includes("\0") || !text.isWellFormed();
  }

  /** Reads the row at `start`; gives where the next one starts, or INCOMPLETE. */
  #row(start: number): number {
    const end = this.#cursor.lineEndFrom(start);
    if (this.#cursor.quoteFrom(start) < end) return this.#quotedRow(start);
    if (!this.#final && !this.#cursor.isWholeLine(end)) return INCOMPLETE;
    const text = this.#cursor.text;
    const cells: string[] = [];
    let from = start;
    for (let at = this.#cursor.delimiterFrom(from); at < end; at = this.#cursor.delimiterFrom(from)) {
      cells.push(text.slice(from, at));
      from = at + 1;
    }
    cells.push(text.slice(from, end));
    if (cells.length === 1 && cells[0]?.trim() === "") this.#line += 1;
    else this.#emit(cells, start, end, 1);
    return this.#cursor.behindLineEnd(end);
  }

  /** The same, cell by cell, for a row in whose first line a quote stands. */
  #quotedRow(start: number): number {
    const text = this.#cursor.text;
    const cells: string[] = [];
    let from = start;
    let spans = false;
    let odd = false;
    for (;;) {
      const open = openingQuote(text, from, this.#syntax);
      let cell = "";
      let spansHere = false;
      if (open >= 0) {
        const close = this.#closingQuote(open);
        if (close === INCOMPLETE) return this.#final ? this.#unclosed(start, open, cells.length) : INCOMPLETE;
        cell = text.slice(open + 1, close);
        if (this.#escapes) cell = cell.replaceAll(this.#quote + this.#quote, this.#quote);
        spansHere = this.#cursor.lineEndFrom(open) < close;
        spans ||= spansHere;
        from = close + 1;
      }
      const end = Math.min(this.#cursor.delimiterFrom(from), this.#cursor.lineEndFrom(from));
      if (end > from) {
        const rest = text.slice(from, end);
        odd ||= spansHere && rest.trim() !== "";
        if (open < 0) cell = rest;
        else if (!this.#syntax.quoteAfterSpace || rest.trim() !== "") cell += rest;
      }
      cells.push(cell);
      from = end + 1;
      if (end < this.#cursor.lineEndFrom(end)) continue;
      if (!this.#final && !this.#cursor.isWholeLine(end)) return INCOMPLETE;
      if (spans && (odd || cells.length !== this.#names?.length)) {
        const next = this.#afterStrayQuote(start, end, odd ? 0.5 : 0.8);
        if (next !== INCOMPLETE) return next;
      }
      this.#emit(cells, start, end, spans ? 1 + countLineEnds(text.slice(start, end)) : 1);
      return this.#cursor.behindLineEnd(end);
    }
  }

  /**
   * Where the quoted cell opened at `open` closes, or INCOMPLETE when the text ends before. Leaves in
   * `#escapes` whether there are doubled quotes inside.
   */
  #closingQuote(open: number): number {
    const text = this.#cursor.text;
    this.#escapes = false;
    for (let at = text.indexOf(this.#quote, open + 1); at >= 0; at = text.indexOf(this.#quote, at + 2)) {
      if (at + 1 === text.length && !this.#final) return INCOMPLETE;
      if (text.charCodeAt(at + 1) !== this.#syntax.quote) return at;
      this.#escapes = true;
    }
    return INCOMPLETE;
  }

  #emit(cells: string[], start: number, end: number, lines: number): void {
    const line = this.#line;
    this.#line += lines;
    this.#rowStart = start;
    this.#rowEnd = end;
    // A cell of n characters has at most 3n bytes, so ordinary rows are not measured.
    if (this.#suspicious || (end - start) * 3 > READ_LIMITS.cellBytes) {
      const fault = faultInCells(this.#named(cells), end - start);
      if (fault !== null) {
        this.#sink.fault(fault, line, this.#raw());
        return;
      }
    }
    this.#sink.record(cells, line, this.#raw, end - start);
  }

  #named(cells: readonly string[]): NamedCells {
    return { cells, names: this.#names ?? [] };
  }

  /** If the row is a line with a stray quote and rows behind it, gives up the line alone. */
  #afterStrayQuote(start: number, end: number, share: number): number {
    const second = nextLine(this.#cursor.text, start);
    const lines = this.#cursor.text.slice(second, end);
    if (this.#names === null || !looksLikeRows(lines, this.#names.length, share, this.#syntax))
      return INCOMPLETE;
    this.#rowStart = start;
    this.#rowEnd = second;
    this.#sink.fault(strayQuoteFault(this.#line), this.#line, this.#raw().trimEnd());
    this.#line += 1;
    this.#cursor.rewind();
    return second;
  }

  /** The file ends inside the quotes opened at `open`. */
  #unclosed(start: number, open: number, index: number): number {
    const text = this.#cursor.text;
    const cells = [...new Array<string>(index).fill(""), text.slice(open + 1)];
    const next = this.#afterStrayQuote(start, text.length, 0.8);
    if (next !== INCOMPLETE) return next;
    this.#rowStart = start;
    this.#rowEnd = text.length;
    const quoteLine = this.#line + countLineEnds(text.slice(start, open));
    const lines = countLineEnds(text.slice(open).trimEnd());
    this.#sink.fault(unclosedFault(this.#named(cells), quoteLine, lines), this.#line, this.#raw());
    return text.length;
  }

  /** The row at `start` is larger than a row may be and still goes on. */
  #startOversized(start: number): number {
    const open = this.#cursor.lineEndFrom(start) < this.#cursor.text.length;
    if (open) {
      const next = this.#afterStrayQuote(start, this.#cursor.text.length, 0.8);
      if (next !== INCOMPLETE) return next;
    }
    this.#oversized = new OversizedRow(
      this.#syntax,
      this.#cursor.text.slice(start, start + READ_LIMITS.rawChars + 1),
    );
    return this.#passOver(this.#oversized, start);
  }

  #passOver(row: OversizedRow, from: number): number {
    const next = row.feed(from === 0 ? this.#cursor.text : this.#cursor.text.slice(from));
    if (next < 0) return this.#cursor.text.length;
    this.#endOversized(row);
    return from + next;
  }

  #endOversized(row: OversizedRow): void {
    this.#oversized = null;
    const fault = row.inQuotes
      ? unclosedFault(this.#named([]), this.#line + row.quoteLine, row.lines - row.quoteLine)
      : oversizedFault(this.#named([]), row.largestIndex, row.largestChars);
    this.#sink.fault(fault, this.#line, row.raw);
    this.#line += row.lines;
  }
}
