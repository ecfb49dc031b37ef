import type { Cell, Column, Row } from "../document";
import { cellFormatter, plainText } from "../values/format";
import { labelledSummary } from "../values/summaries";
import { escapeHtml } from "./escape";

/**
 * A row as `<tr>`; text from the data keeps its own writing direction. The tags between two cells
 * are joined beforehand: what costs time here is the number of pieces a row is made of.
 */
export function rowMarkup(
  columns: readonly Column[],
  locale: string,
  timeZone: string,
): (row: Row) => string {
  const texts = columns.map((column) => cellMarkup(column, locale, timeZone));
  const tags = columns.map((column, at) => {
    const open = column.type === "string" ? '<td dir="auto">' : "<td>";
    return at === 0 ? `<tr>${open}` : `</td>${open}`;
  });
  const end = columns.length === 0 ? "<tr></tr>\n" : "</td></tr>\n";
  return (row) => {
    let html = "";
    for (let at = 0; at < tags.length; at += 1) html += tags[at] + (texts[at]?.(row[at]) ?? "");
    return html + end;
  };
}

/** The same for rows of subtotals and totals, which are marked so. */
export function summaryMarkup(
  columns: readonly Column[],
  locale: string,
  data: (row: Row) => string,
): (cells: Row, level: number) => string {
  return (cells, level) => {
    const row = data(labelledSummary(columns, cells, level, locale));
    return row.replace("<tr>", level === 0 ? '<tr class="total">' : '<tr class="subtotal">');
  };
}

function cellMarkup(column: Column, locale: string, timeZone: string): (cell: Cell | undefined) => string {
  if (column.type === "string") {
    return (cell) =>
      typeof cell === "string" ? escapeHtml(cell) : cell === undefined ? "" : plainText(cell);
  }
  const format = cellFormatter(column, locale, timeZone);
  return (cell) => {
    if (cell === null || cell === undefined) return "";
    const text = format(cell);
    // What a formatter makes has no character that HTML reserves; what it leaves alone may have.
    return text === cell ? escapeHtml(text) : text;
  };
}
