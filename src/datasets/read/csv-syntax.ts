export const LF = 10;
export const CR = 13;
const SPACE = 32;
const TAB = 9;

/** The characters that give a delimited text its structure; `delimiter` is -1 when there is none. */
export interface CsvSyntax {
  readonly delimiter: number;
  readonly quote: number;
  /** Blanks before an opening quote do not belong to the cell. */
  readonly quoteAfterSpace: boolean;
}

/** Where the quote that opens the cell at `from` stands, or -1 when the cell is not quoted. */
export function openingQuote(text: string, from: number, syntax: CsvSyntax): number {
  let at = from;
  if (syntax.quoteAfterSpace) while (isBlank(text.charCodeAt(at), syntax)) at += 1;
  return text.charCodeAt(at) === syntax.quote ? at : -1;
}

export function isBlank(unit: number, syntax: CsvSyntax): boolean {
  return unit !== syntax.delimiter && (unit === SPACE || unit === TAB);
}

/** Line ends in a text; CRLF counts once. */
export function countLineEnds(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) {
    if (text.charCodeAt(at + 1) !== LF) lines += 1;
  }
  return lines;
}

/** Position after the first line end at or behind `from`, or the text's length. */
export function nextLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === LF) return at + 1;
    if (unit === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return text.length;
}

/** Cells of a single line read for itself, or 0 when a quote in it stays open. */
function cellsInLine(line: string, syntax: CsvSyntax): number {
  let cells = 1;
  for (let at = 0; at < line.length; ) {
    const open = openingQuote(line, at, syntax);
    if (open >= 0) {
      at = closingQuote(line, open, syntax) + 1;
      if (at === 0) return 0;
    }
    while (at < line.length && line.charCodeAt(at) !== syntax.delimiter) at += 1;
    if (at === line.length) break;
    cells += 1;
    at += 1;
  }
  return cells;
}

function closingQuote(line: string, open: number, syntax: CsvSyntax): number {
  for (let at = open + 1; at < line.length; at += 1) {
    if (line.charCodeAt(at) !== syntax.quote) continue;
    if (line.charCodeAt(at + 1) !== syntax.quote) return at;
    at += 1;
  }
  return -1;
}

/**
 * Whether the lines that a quoted cell has taken in look like rows of their own: then the quote that
 * opened the cell is a stray one, and only its own line is bad.
 *
 * @param lines the text behind the first line of the row.
 * @param share of these lines that have to have the table's number of cells.
 */
export function looksLikeRows(lines: string, columns: number, share: number, syntax: CsvSyntax): boolean {
  if (columns < 2) return false;
  let seen = 0;
  let fitting = 0;
  for (let from = 0; from < lines.length && seen < 10; ) {
    const next = nextLine(lines, from);
    const line = lines.slice(from, next).trimEnd();
    from = next;
    if (line === "") continue;
    seen += 1;
    if (cellsInLine(line, syntax) === columns) fitting += 1;
  }
  return seen > 0 && fitting >= seen * share;
}
