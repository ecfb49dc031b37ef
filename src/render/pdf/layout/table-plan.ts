import { cellPadding, type Length, TYPE } from "./theme";

/** How wide a column's text is, in 1/1000 of the font size. */
export interface ColumnWidths {
  /** Widest cell of the sample, unwrapped. */
  readonly natural: number;
  /** Widest piece of the sample that is better not broken. */
  readonly word: number;
  /** Cells of the sample on average, unwrapped: how much room the column really needs. */
  readonly load: number;
  readonly header: number;
  readonly headerWord: number;
  /** Numbers, dates and the like are never wrapped. */
  readonly rigid: boolean;
}

export interface PlacedColumn {
  /** Index in the section's columns; -1 for the row numbers of a table in several bands. */
  readonly index: number;
  /** Distance from the edge where reading starts. */
  readonly offset: Length;
  readonly width: Length;
}

/** Columns that stand beside each other on one page. */
export type Band = readonly PlacedColumn[];

export interface TablePlan {
  readonly landscape: boolean;
  readonly size: Length;
  readonly bands: readonly Band[];
}

export const ROW_NUMBER = -1;

/** Wrapped text reads well from here; words longer than the second are broken. In hundredths of a point. */
const READABLE = 13_000;
const LONGEST_WORD = 13_000;
const NARROW = 5_500;
/** A header narrower than this is wrapped only at its longest word. */
const HEADER_WIDTH = 7_000;
/** A small table is not stretched beyond this many times its natural width, or this part of the page; */
const STRETCH = 1.5;
const FILLED = 0.62;
/** but one that would nearly fill the page fills it. */
const NEARLY_FULL = 0.8;
/** When an average cell wraps to more lines than this, the other columns give way as far as they can. */
const TALL = 12;
/** Averages hide that most cells of a long column are short: widths grow slower than they do. */
const DAMPED = 0.75;
/** Beyond this every column has all it can use. */
const MOST_EASE = 1_000;

/**
 * Chooses paper direction, font size and column widths. First what lets every column breathe, then smaller
 * and tighter; when columns do not fit even so, the table is divided in bands and none is cut off.
 * @param bodyWidth width between the margins of a standing or lying page
 * @param rowNumberWidth in 1/1000 of the font size; bands begin with the number of the row
 * @param directions whether the page may lie, in the order of preference
 */
export function planTable(
  columns: readonly ColumnWidths[],
  bodyWidth: (landscape: boolean) => Length,
  rowNumberWidth: number,
  directions: readonly [boolean, ...boolean[]] = [false, true],
): TablePlan {
  const last = directions.at(-1) ?? directions[0];
  for (const landscape of directions) {
    for (const size of landscape === last ? [TYPE.cell, TYPE.smallCell] : [TYPE.cell]) {
      const widths = columns.map((column) => comfortable(column, size));
      const room = bodyWidth(landscape);
      if (sum(widths) <= room) return { landscape, size, bands: [place(columns, widths, size, room)] };
    }
  }
  const room = bodyWidth(last);
  const tight = columns.map((column) => tightest(column, TYPE.tightCell));
  if (sum(tight) <= room) {
    const size = TYPE.tightCell;
    return { landscape: last, size, bands: [place(columns, tight, size, room)] };
  }
  const size = TYPE.smallCell;
  return { landscape: last, size, bands: divide(columns, size, room, rowNumberWidth) };
}

function divide(
  columns: readonly ColumnWidths[],
  size: Length,
  room: Length,
  rowNumberWidth: number,
): Band[] {
  const number = inner(rowNumberWidth, size);
  const bands: Band[] = [];
  for (let first = 0; first < columns.length; ) {
    let end = first;
    let used = number;
    for (let column = columns[end]; column; column = columns[end]) {
      const width = Math.min(comfortable(column, size), room - number);
      if (end > first && used + width > room) break;
      used += width;
      end++;
    }
    const part = columns.slice(first, end);
    const widths = part.map((column) => Math.min(comfortable(column, size), room - number));
    const shifted = place(part, widths, size, room - number).map((column) => {
      return { ...column, index: first + column.index, offset: number + column.offset };
    });
    bands.push([{ index: ROW_NUMBER, offset: 0, width: number }, ...shifted]);
    first = end;
  }
  return bands;
}

function comfortable(column: ColumnWidths, size: Length): Length {
  const natural = inner(column.natural, size);
  const text = column.rigid ? natural : Math.min(natural, Math.max(READABLE, tightest(column, size)));
  const header = Math.min(inner(column.header, size), Math.max(HEADER_WIDTH, inner(column.headerWord, size)));
  return Math.max(text, Math.min(header, READABLE));
}

function tightest(column: ColumnWidths, size: Length): Length {
  if (column.rigid)
    return Math.max(inner(column.natural, size), Math.min(inner(column.headerWord, size), NARROW));
  const word = Math.min(inner(Math.max(column.word, column.headerWord), size), LONGEST_WORD);
  return Math.max(word, Math.min(inner(column.natural, size), NARROW));
}

/** Width of a column whose text is this wide. */
function inner(text: number, size: Length): Length {
  return Math.ceil((text * size) / 1000) + 2 * cellPadding(size).side + 1;
}

/** Columns side by side, over the width of the page unless the table is small. */
function place(
  columns: readonly ColumnWidths[],
  minimum: readonly Length[],
  size: Length,
  room: Length,
): PlacedColumn[] {
  const relaxed = share(columns, minimum, size, room);
  const isTall = columns.some((column, at) => inner(column.load, size) > TALL * (relaxed[at] ?? 0));
  const least = columns.map((column, at) => Math.min(tightest(column, size), minimum[at] ?? 0));
  const widths = isTall ? share(columns, least, size, room) : relaxed;
  const total = sum(widths);
  const stretched = Math.max(total * STRETCH, room * FILLED);
  const filled = stretched > room * NEARLY_FULL ? room : stretched;
  const factor = total > 0 && filled > total ? filled / total : 1;
  let offset = 0;
  return widths.map((width, index) => {
    const column = { index, offset, width: Math.floor(width * factor) };
    offset += column.width;
    return column;
  });
}

/**
 * Widths that grow with what the columns hold, so that no cell wraps to many more lines than its neighbours: a
 * column never gets less than its minimum nor more than it can use.
 */
function share(
  columns: readonly ColumnWidths[],
  minimum: readonly Length[],
  size: Length,
  room: Length,
): Length[] {
  const atEase = (ease: number): Length[] =>
    columns.map((column, at) => {
      const least = minimum[at] ?? 0;
      const most = Math.max(least, inner(Math.max(column.natural, column.header), size));
      return Math.min(most, Math.max(least, inner(column.load ** DAMPED * ease, size)));
    });
  let low = 0;
  let high = MOST_EASE;
  for (let step = 0; step < 32; step++) {
    const middle = (low + high) / 2;
    if (sum(atEase(middle)) <= room) low = middle;
    else high = middle;
  }
  return atEase(low);
}

function sum(lengths: readonly Length[]): Length {
  return lengths.reduce((total, length) => total + length, 0);
}
