import type { Merge } from "./cell-reference";
import { CellProblem, type CellValue, textOf } from "./cell-values";
import { XLSX_LIMITS } from "./limits";

/** A row by its columns; empty cells are left out. */
export interface ValueRow {
  /** As the sheet counts it. */
  readonly number: number;
  readonly values: ReadonlyMap<number, CellValue>;
}

export interface HeaderPlace {
  /** Rows that are no data: titles and the header. */
  readonly above: number;
  /** Rows of the header, as the sheet counts them. */
  readonly from: number;
  readonly to: number;
  /** Headers by column, those of merged cells in each of their columns. */
  readonly labels: ReadonlyMap<number, string>;
}

/** Titles and notes above a header take at most so many rows. */
const MAX_ABOVE = 20;
/** A header has at least so much of the width of the rows below it. */
const HEADER_SHARE = 0.6;

/**
 * Finds the header among a sheet's first rows: the first row, but for titles, each a single cell, or a block that
 * an empty row parts from the table, above a wider row of texts.
 *
 * @param merges merged cells of the header's rows, once they are known.
 */
export function findHeader(sample: readonly ValueRow[], merges: readonly Merge[]): HeaderPlace {
  const at = headerIndex(sample);
  const rows = sample.slice(at, at + headerHeight(sample, at, merges));
  const from = rows[0]?.number ?? 0;
  const to = rows.at(-1)?.number ?? 0;
  return { above: at + rows.length, from, to, labels: labelsOf(rows, merges) };
}

function headerIndex(sample: readonly ValueRow[]): number {
  if (isWide(sample, 0)) return 0;
  let isTitles = true;
  for (let at = 1; at < sample.length - 1 && at <= MAX_ABOVE; at += 1) {
    isTitles &&= width(sample[at - 1]) === 1;
    const isParted = (sample[at]?.number ?? 0) > (sample[at - 1]?.number ?? 0) + 1;
    if ((isTitles || isParted) && width(sample[at]) > 1 && isTexts(sample[at]) && isWide(sample, at))
      return at;
  }
  return 0;
}

function isWide(sample: readonly ValueRow[], at: number): boolean {
  const widths = sample
    .slice(at + 1)
    .map(width)
    .sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  return width(sample[at]) >= usual * HEADER_SHARE;
}

const width = (row: ValueRow | undefined) => row?.values.size ?? 0;

const isTexts = (row: ValueRow | undefined) =>
  [...(row?.values.values() ?? [])].every((value) => typeof value === "string");

/**
 * Rows of the header: as many as its highest merged cell, or two when a cell spans columns and what stands below it
 * looks like headers of its own.
 */
function headerHeight(sample: readonly ValueRow[], at: number, merges: readonly Merge[]): number {
  const top = sample[at]?.number ?? 0;
  const own = merges.filter((merge) => merge.top === top);
  const bottom = Math.max(top, ...own.map((merge) => merge.bottom));
  if (bottom > top) {
    const end = Math.min(bottom, top + XLSX_LIMITS.headerRows - 1);
    return sample.slice(at).filter(({ number }) => number <= end).length;
  }
  const spans = own.filter((merge) => merge.right > merge.left);
  return spans.length > 0 && hasSecondRow(sample, at, spans) ? 2 : 1;
}

/** Texts below merged headers only; or texts, below each of which stands something else than text. */
function hasSecondRow(sample: readonly ValueRow[], at: number, spans: readonly Merge[]): boolean {
  const second = sample[at + 1];
  const third = sample[at + 2];
  if (second === undefined || third === undefined || !isTexts(second)) return false;
  const isSpanned = (column: number) => spans.some(({ left, right }) => column >= left && column <= right);
  const columns = [...second.values.keys()];
  const others = [...(sample[at]?.values.keys() ?? [])].filter((column) => !isSpanned(column));
  if (columns.every(isSpanned) && others.length > 0) return true;
  return columns.some((column) => {
    const below = third.values.get(column);
    return below !== undefined && typeof below !== "string";
  });
}

function labelsOf(rows: readonly ValueRow[], merges: readonly Merge[]): Map<number, string> {
  const labels = new Map<number, string>();
  for (const { number, values } of rows) {
    for (const [column, value] of values) {
      const label = value instanceof CellProblem ? "" : textOf(value).trim();
      const merge = merges.find(({ top, left }) => top === number && left === column);
      const right = Math.min(merge?.right ?? column, column + XLSX_LIMITS.headerSpan);
      for (let each = column; each <= right; each += 1) {
        const above = labels.get(each);
        if (label !== "")
          labels.set(each, above === undefined || above === label ? label : `${above} ${label}`);
      }
    }
  }
  return labels;
}
