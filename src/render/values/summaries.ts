import type { Cell, Column, Row, TableSection } from "../document";
import { wordsOf } from "../words";
import { isNumeric, plainText } from "./format";

/** Whether a row of this section sums up others: then it has one cell more than there are columns. */
export function isSummary({ summary_rows, columns }: TableSection, row: Row): boolean {
  return summary_rows > 0 && row.length > columns.length;
}

/**
 * A function for all rows of a section: data rows go to `data`, summary rows to `summary` with their
 * level (0 is the grand total) and without it as last cell. Where there are none, it is `data` itself.
 */
export function forEachKind<T>(
  section: TableSection,
  data: (row: Row) => T,
  summary: (cells: Row, level: number) => T,
): (row: Row) => T {
  if (section.summary_rows === 0) return data;
  const width = section.columns.length;
  return (row) => {
    if (row.length <= width) return data(row);
    const level = row[width];
    return summary(row.slice(0, width), typeof level === "number" ? level : 0);
  };
}

/**
 * The cells of a summary row with what it is called in them: `Total` or `Subtotal` in the first free
 * column of text that stands before a value, else in the first free column; where no column is
 * free, before the name of the group (`Subtotal: Berlin`). In the words of the locale.
 */
export function labelledSummary(columns: readonly Column[], cells: Row, level: number, locale = "en"): Row {
  const { total, subtotal } = wordsOf(locale);
  const label = level === 0 ? total : subtotal;
  const free = cells.flatMap((cell, at) => (cell === null ? [at] : []));
  const lastValue = cells.findLastIndex((cell) => cell !== null);
  const fitting = free.find((at) => columns[at]?.type === "string" && at < lastValue) ?? free[0];
  if (fitting !== undefined) return withCell(cells, fitting, label);
  const named = columns.findIndex((column) => !isNumeric(column));
  const at = Math.max(0, named);
  return withCell(cells, at, `${label}: ${plainText(cells[at] ?? null)}`);
}

const withCell = (cells: Row, place: number, cell: Cell): Row =>
  cells.map((was, at) => (at === place ? cell : was));
