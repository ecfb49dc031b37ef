import { binTexts } from "../../chart/bin-texts";
import type { Chart, Column, ReportDocument, Row, TableSection } from "../../document";
import type { CellContext } from "../cells";
import { type PlainLine, plainSheet } from "../plain-sheet";
import { labelCell, mixesUnits, type PointCells } from "./bound-chart";

/** The points of a chart as a table. */
interface PointsTable {
  readonly title: string;
  readonly hasLabel: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const TITLE_ROW = 1;
const HEADER_ROW = 2;
const WIDTH = 18;

/**
 * A sheet for charts whose points are not rows of their table: bins, samples, sums. Their points stand side by side;
 * `cells` says where each chart's are.
 */
export function pointsSheet(
  document: ReportDocument,
  sheet: string,
  charts: readonly { readonly chart: Chart; readonly section: TableSection }[],
  context: CellContext,
): { readonly xml: string; readonly cells: readonly PointCells[] } {
  const tables = charts.map(({ chart, section }) => pointsTable(chart, section, document.locale));
  let next = 0;
  const starts = tables.map(({ columns }) => {
    const start = next;
    next += columns.length + 1;
    return start;
  });
  const most = Math.max(...tables.map(({ rows }) => rows.length));
  const lines = Array.from(
    { length: HEADER_ROW + most },
    (_, line): PlainLine => ({
      cells: tables.flatMap((table, at) => lineOf(table, starts[at] ?? 0, line + 1)),
    }),
  );
  const widths = Array.from({ length: next - 1 }, () => WIDTH);
  return {
    xml: plainSheet(document, widths, lines, context),
    cells: tables.map(({ columns, rows, hasLabel }, at) => {
      const placed = columns.map((column, index) => ({ column, at: (starts[at] ?? 0) + index }));
      const [label = null, ...values] = hasLabel ? placed : [null, ...placed];
      return {
        sheet,
        rows: rows.map((_, row) => HEADER_ROW + 1 + row),
        headerRow: HEADER_ROW,
        label,
        values: values.filter((value) => value !== null),
      };
    }),
  };
}

function lineOf({ title, columns, rows }: PointsTable, start: number, line: number): PlainLine["cells"] {
  if (line === TITLE_ROW) return [{ at: start, content: title, style: { font: "bold" } }];
  const cells = line === HEADER_ROW ? columns.map(({ label }) => label) : rows[line - HEADER_ROW - 1];
  if (cells === undefined) return [];
  return columns.map((column, at) => {
    const content = cells[at] ?? null;
    return line === HEADER_ROW
      ? { at: start + at, content, style: { font: "bold", header: true } }
      : { at: start + at, content, column, style: {} };
  });
}

function pointsTable(chart: Chart, { columns }: TableSection, locale: string): PointsTable {
  const { title, series, source, x_label, x_type, x_format, x_values } = chart;
  const valueColumn = (label: string, at: number, values: readonly (number | null)[]): Column => {
    const from = chart.type === "histogram" ? undefined : columns[source?.values[at] ?? -1];
    const column = from ?? { name: label, label, type: "number", format: chart.y_format };
    return mixesUnits(column, values)
      ? { name: label, label: `${column.label} (s)`, type: "number" }
      : column;
  };
  if (x_values !== undefined) {
    const ys = series[0]?.data ?? [];
    return {
      title,
      hasLabel: false,
      columns: [valueColumn(x_label, 0, x_values), valueColumn(series[0]?.label ?? "", 1, ys)],
      rows: x_values.map((x, at) => [x, ys[at] ?? null]),
    };
  }
  const label: Column = { name: "label", label: x_label, type: x_type ?? "string", format: x_format };
  const counts: Column = { name: "rows", label: chart.y_label, type: "integer" };
  return {
    title,
    hasLabel: true,
    columns: [
      label,
      ...(chart.type === "histogram"
        ? [counts]
        : series.map((one, at) => valueColumn(one.label, at, one.data))),
    ],
    rows: binTexts(chart, locale).map((text, at) => [
      labelCell(label, text),
      ...series.map(({ data }) => data[at] ?? null),
    ]),
  };
}
