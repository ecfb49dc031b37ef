import { widthCheck } from "./convert";
import { dateShape } from "./dates";
import { numberShape } from "./numbers";

/** A record with the line that it starts on. */
export interface SampledRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

interface Line extends SampledRecord {
  /** Among the records. */
  readonly at: number;
  /** Cells that are not empty. */
  readonly width: number;
  /** An empty line stands before it. */
  readonly isParted: boolean;
}

/** Titles and notes above a header take at most so many records. */
const MAX_ABOVE = 20;
/** Records that say how wide the table is. */
const MAX_SAMPLE = 200;
/** A header has at least so much of the usual width, and so many of the records below it fit. */
const HEADER_SHARE = 0.6;
const FIT_SHARE = 0.7;

/** A record that holds nothing, as spreadsheets write empty rows: `,,,`. One of a single column may mean "empty". */
export function isBlank(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => cell.trim() === "");
}

/**
 * Finds the header: the first record, but for a title, notes, comments and blocks of facts above a wider table, as
 * spreadsheets, banks and statistics offices put them there.
 *
 * @param from records before this one are known not to be it.
 * @returns its place among the records.
 */
export function headerAt(records: readonly SampledRecord[], from: number): number {
  const lines = linesOf(records, from);
  const [first] = lines;
  if (first === undefined) return from;
  const usual = median(lines.map(({ width }) => width));
  const isWide = ({ width }: Line) => width >= usual * HEADER_SHARE;
  const isSparse = lines[1]?.isParted === true && first.width < usual;
  if (isWide(first) && !isSparse && !isComment(lines, 0, usual) && fitShare(lines, 0) >= FIT_SHARE)
    return first.at;
  let isTitles = true;
  for (let index = 1; index < lines.length && index <= MAX_ABOVE; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    isTitles &&= lines[index - 1]?.width === 1 || isComment(lines, index - 1, usual);
    if (line.width < 2 || !isWide(line) || isComment(lines, index, usual)) continue;
    // One cell more than the header has is a column without a name, two are another table.
    const isBelow = isTitles || line.isParted || line.cells.length > first.cells.length + 1;
    if (isBelow && isHeader(lines, index)) return line.at;
  }
  return first.at;
}

/** The share of the records below that have the cells of the one at `index`. */
export function fitBelow(records: readonly SampledRecord[], index: number): number {
  return fitShare(linesOf(records, index), 0);
}

function linesOf(records: readonly SampledRecord[], from: number): Line[] {
  const lines: Line[] = [];
  let end = records[from]?.line ?? 0;
  for (let at = from; at < records.length && lines.length < MAX_SAMPLE; at += 1) {
    const record = records[at];
    if (record === undefined || isBlank(record.cells)) continue;
    const width = record.cells.filter((cell) => cell.trim() !== "").length;
    lines.push({ ...record, at, width, isParted: record.line > end });
    end = record.line + 1 + record.cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
  }
  return lines;
}

/** Names, each column its own, above records of as many cells; of only two columns, values that are no names. */
function isHeader(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  if (line === undefined || !line.cells.every(isName) || fitShare(lines, index) < FIT_SHARE) return false;
  const below = lines.slice(index + 1);
  if (below.length === 0) return false;
  if (line.isParted || line.width > 2) return true;
  return line.cells.some((_, column) => {
    const values = below.map(({ cells }) => cells[column]?.trim() ?? "").filter((value) => value !== "");
    return values.length > 0 && values.every((value) => !isName(value));
  });
}

/** No number and no date, but for a year. */
function isName(cell: string): boolean {
  const text = cell.trim();
  return /^(?:19|20)\d\d$/.test(text) || (numberShape(text) === 0 && dateShape(text) === 0);
}

/** `# made by …`: the last of several may be the header, if it is as wide as the table. */
function isComment(lines: readonly Line[], index: number, usual: number): boolean {
  const line = lines[index];
  return startsComment(line) && (startsComment(lines[index + 1]) || (line?.width ?? 0) < usual);
}

const startsComment = (line: Line | undefined) => line?.cells[0]?.trimStart().startsWith("#") === true;

function fitShare(lines: readonly Line[], index: number): number {
  const header = lines[index];
  const below = lines.slice(index + 1).filter((line) => !startsComment(line) || startsComment(header));
  if (header === undefined || below.length === 0) return 1;
  return below.filter((line) => fits(header, line)).length / below.length;
}

function fits(header: Line, { cells }: Line): boolean {
  return widthCheck(header.cells.map((cell) => cell.trim()))(cells) === null;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
