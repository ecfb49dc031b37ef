import type { Column, ReportDocument, Row, TableSection } from "../document";
import { textWidth } from "../office/text-width";
import { type CellFormatter, cellFormatter } from "../values/format";
import { likelyTotals } from "../values/likely-totals";

export const MIN_WIDTH = 8;
const MAX_WIDTH = 60;
/** Room for the filter's button beside a label. */
export const BUTTON = 4;
/** Room for the edges of a cell. */
export const EDGES = 2;
/** Sums are bold. */
const BOLD = 1.1;

/** Widths in characters (18.3.1.13) that fit the header and the first rows, and the totals that these make likely. */
export function columnWidths(
  document: ReportDocument,
  section: TableSection,
  sample: readonly Row[],
): number[] {
  const totals = likelyTotals(section, sample, document.locale);
  return section.columns.map((column, at) => {
    const format = sheetText(column, cellFormatter(column, document.locale, document.time_zone));
    const cells = sample.map((row) => textWidth(format(row[at] ?? null)) + EDGES);
    const largest = column.largest === undefined ? 0 : textWidth(format(column.largest)) + EDGES;
    const total = totals === null ? 0 : Math.ceil(textWidth(format(totals[at] ?? null)) * BOLD) + EDGES;
    const needed = Math.max(textWidth(column.label) + BUTTON, leastWidth(column), largest, total, ...cells);
    return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, needed));
  });
}

/** What the sheet's own formats make of durations and bytes, which other files write with larger units. */
function sheetText({ format }: Column, text: CellFormatter): CellFormatter {
  if (format !== "duration" && format !== "bytes") return text;
  return (cell) => {
    if (typeof cell !== "number") return text(cell);
    if (format === "bytes") return `${Math.floor(cell / 1e6).toLocaleString("en")}.0 MB`;
    const fraction = Number.isInteger(cell) ? "" : ".000";
    return `${Math.floor(Math.abs(cell) / 3600)}:00:00${fraction}`;
  };
}

/** Dates are written in the sheet's own way, which the sample's text does not show. */
function leastWidth(column: Column): number {
  if (column.type === "date") return "2026-11-21".length + EDGES;
  return column.type === "datetime" ? "2026-11-21 10:31:00".length + EDGES : 0;
}
