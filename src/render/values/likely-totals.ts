import type { Cell, Row, TableSection } from "../document";
import { isCode, isNumeric } from "./format";
import { isSummary, labelledSummary } from "./summaries";

/**
 * The row of totals that a section with summaries is likely to end with, by its first rows: column widths must leave
 * room for it before it is read. Null for a section without summaries.
 */
export function likelyTotals(section: TableSection, sample: readonly Row[], locale: string): Row | null {
  if (section.summary_rows === 0) return null;
  const data = sample.filter((row) => !isSummary(section, row));
  const growth = section.rows_written / Math.max(1, data.length);
  const totals = section.columns.map((column, at): Cell => {
    if (!isNumeric(column) || isCode(column) || column.format === "percent") return null;
    const sum = data.reduce((total, row) => total + quantity(row[at]), 0) * growth;
    return column.type === "integer" ? Math.round(sum) : Math.round(sum * 100) / 100;
  });
  return labelledSummary(section.columns, totals, 1, locale);
}

const quantity = (cell: Cell | undefined) => (typeof cell === "number" && Number.isFinite(cell) ? cell : 0);
