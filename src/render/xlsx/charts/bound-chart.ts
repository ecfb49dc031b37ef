import type { Cell, Chart, Column, TableSection } from "../../document";
import { cutText } from "../../office/cut-text";
import { textWidth } from "../../office/text-width";
import { isNumeric } from "../../values/format";
import { columnLetters } from "../column-letters";
import { dateSerial } from "../date-serial";
import { DURATION, dateFormat, GENERAL, numberFormat } from "../number-format";
import { quoteSheetName } from "../sheet-names";

/** Cells of numbers that a chart reads, and what they hold. */
export interface NumberCells {
  readonly kind: "number";
  /** `'Sheet 1'!$B$2:$B$6`, or several such ranges in brackets. */
  readonly formula: string;
  readonly numbers: readonly (number | null)[];
  readonly format: string;
}

export interface TextCells {
  readonly kind: "text";
  readonly formula: string;
  readonly texts: readonly string[];
}

/**
 * A chart with the cells that it is drawn from: Excel draws the cells and keeps the chart in step with them; readers
 * that do not look at cells draw what is said to be in them.
 */
export interface BoundChart {
  readonly chart: Chart;
  /** What the points are called, or x of a scatter plot; null where rows are only numbered. */
  readonly names: NumberCells | TextCells | null;
  readonly series: readonly { readonly name: TextCells; readonly values: NumberCells }[];
}

/** Where the points of a chart stand on a sheet. */
export interface PointCells {
  readonly sheet: string;
  /** Row numbers of the points, in their order, and of the header. */
  readonly rows: readonly number[];
  readonly headerRow: number;
  readonly label: PlacedColumn | null;
  readonly values: readonly PlacedColumn[];
}

export interface PlacedColumn {
  readonly column: Column;
  /** From 0. */
  readonly at: number;
}

/** The chart over cells that hold its points. */
export function boundChart(chart: Chart, cells: PointCells, locale: string): BoundChart {
  const formulaOf = ({ at }: PlacedColumn) => formula(cells.sheet, at, cells.rows);
  const xs = chart.x_values;
  const [first, ...others] = cells.values;
  const values = xs === undefined ? cells.values : others;
  const x =
    xs !== undefined && first !== undefined ? numberCells(first.column, formulaOf(first), xs, locale) : null;
  const names =
    cells.label === null ? null : nameCells(cells.label.column, formulaOf(cells.label), chart.labels, locale);
  return {
    chart,
    names: x ?? names,
    series: values.map((placed, at) => ({
      name: {
        kind: "text",
        formula: formula(cells.sheet, placed.at, [cells.headerRow]),
        texts: [placed.column.label],
      },
      values: numberCells(placed.column, formulaOf(placed), chart.series[at]?.data ?? [], locale),
    })),
  };
}

/** Wider names are cut in charts, which would be nothing but names. In characters, of which a Chinese one is two. */
const WIDEST_NAME = 44;

/** Whether a column's cells are times and, as Excel shows no time before 0, also numbers of seconds. */
export function mixesUnits({ format }: Column, values: readonly (number | null)[]): boolean {
  return format === "duration" && values.some((value) => value !== null && value < 0);
}

/**
 * The cells of a table that are the chart's points, or null where they are not rows of it as they stand: bins, a
 * sample, or the largest with the rest as one; long names, and durations of which some are negative.
 */
export function cellsInTable(
  chart: Chart,
  { columns, rows_written }: TableSection,
  sheet: string,
  rows: readonly number[],
): PointCells | null {
  const { source, labels } = chart;
  const isEveryRow = labels.length === chart.points_total && labels.length === rows_written;
  const areRows = chart.type === "bar" || (chart.type !== "histogram" && isEveryRow);
  if (source === undefined || !areRows || labels.length > rows.length) return null;
  if (labels.some((label) => shortName(label) !== label)) return null;
  const mixed = [...chart.series.map(({ data }) => data), chart.x_values ?? []].flat();
  if (source.values.some((at) => columns[at] && mixesUnits(columns[at], mixed))) return null;
  const placed = (at: number): PlacedColumn[] => {
    const column = columns[at];
    return column === undefined ? [] : [{ column, at }];
  };
  const [label = null] = source.label === null ? [] : placed(source.label);
  return {
    sheet,
    rows: rows.slice(0, labels.length),
    headerRow: 1,
    label,
    values: source.values.flatMap(placed),
  };
}

/** Absolute references, one for each run of neighbouring rows. */
function formula(sheet: string, column: number, rows: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === row - 1) last[1] = row;
    else runs.push([row, row]);
  }
  const letters = columnLetters(column);
  const ranges = runs.map(([from, to]) => {
    const start = `${quoteSheetName(sheet)}!$${letters}$${from}`;
    return from === to ? start : `${start}:$${letters}$${to}`;
  });
  return ranges.length === 1 ? (ranges[0] ?? "") : `(${ranges.join(",")})`;
}

function numberCells(
  column: Column,
  reference: string,
  values: readonly (number | null)[],
  locale: string,
): NumberCells {
  const isDuration = column.format === "duration";
  const format = isDuration ? DURATION : isNumeric(column) ? numberFormat(column, locale) : GENERAL;
  // A duration stands in its cell as a part of a day.
  const numbers = values.map((value) => (value !== null && isDuration && value > 0 ? value / 86_400 : value));
  return { kind: "number", formula: reference, numbers, format };
}

function nameCells(
  column: Column,
  reference: string,
  labels: readonly string[],
  locale: string,
): NumberCells | TextCells {
  if (column.type === "date" || column.type === "datetime") {
    const numbers = labels.map((label) => dateSerial(isoOf(label), () => 0)?.serial ?? null);
    return { kind: "number", formula: reference, numbers, format: dateFormat(column) };
  }
  if (isNumeric(column)) {
    const numbers = labels.map((label) => (Number.isFinite(Number(label)) ? Number(label) : null));
    return numberCells(column, reference, numbers, locale);
  }
  return { kind: "text", formula: reference, texts: labels.map(shortName) };
}

/** A label as a cell of a table takes it: datetimes are in the report's zone already. */
export function labelCell(column: Column, label: string): Cell {
  return column.type === "datetime" ? isoOf(label) : shortName(label);
}

function shortName(label: string): string {
  const width = textWidth(label.replaceAll("\n", " "));
  if (width <= WIDEST_NAME) return label;
  return `${cutText(label, Math.floor((WIDEST_NAME * label.length) / width) - 1)}…`;
}

const isoOf = (label: string) => label.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:\d\d)/, "$1T");
