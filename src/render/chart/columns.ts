import type { Cell, ChartType, Column } from "../document";
import { decimalText, isPlainDecimal } from "../values/decimal";
import { isCode, isNumeric } from "../values/format";
import { resolveTimeZone, zoneOffsets } from "../values/zone";
import type { Words } from "../words/words";

/** Which columns a chart is drawn from, by their places in a row. */
export interface ChartColumns {
  /** Columns that can name the points, the most likely first; none: then rows are numbered. */
  readonly labels: readonly number[];
  /** Quantities, first the one that matters most. */
  readonly values: readonly number[];
}

/** Columns of text looked at for one whose names tell the points apart. */
const MAX_LABEL_COLUMNS = 4;

/**
 * Labels come from the first column that is no number (for a line, the first date), else from the
 * first that only names things (`year`), else from the first. Further columns of text may stand in, see
 * {@link namingColumn}. Values come from the other numeric columns; names such as `student_id` are
 * values only where nothing else is.
 */
export function chartColumns(type: ChartType, columns: readonly Column[]): ChartColumns {
  const unlabelled = type === "histogram" || type === "scatter";
  const label = unlabelled ? null : labelColumn(type, columns);
  const numeric = columns.flatMap((column, at) => (at !== label && isNumeric(column) ? [at] : []));
  const quantities = numeric.filter((at) => {
    const column = columns[at];
    return column !== undefined && !isCode(column);
  });
  const enough = type === "scatter" ? 2 : 1;
  const values = quantities.length >= enough ? quantities : numeric;
  if (label === null) return { labels: [], values };
  const texts = columns.flatMap(({ type: kind }, at) => (kind === "string" && at !== label ? [at] : []));
  const isAxis = type === "line" && columns[label]?.type !== "string";
  return { labels: [label, ...(isAxis ? [] : texts)].slice(0, MAX_LABEL_COLUMNS), values };
}

function labelColumn(type: ChartType, columns: readonly Column[]): number | null {
  const date = columns.findIndex((column) => column.type === "date" || column.type === "datetime");
  const named = columns.findIndex((column) => !isNumeric(column));
  const code = columns.findIndex(isCode);
  const first = [type === "line" ? date : -1, named, code].find((at) => at >= 0);
  return first ?? (columns.length > 1 ? 0 : null);
}

/** Parts of the points that have a label of their own: below the first a column groups, from the second on it names. */
const GROUPS = 0.5;
const NAMES = 0.9;

/**
 * Which of the label columns names the points, by its place among them: the first, unless it only groups them
 * (`Class`) and a further one tells them apart (`Student`).
 */
export function namingColumn(points: readonly (readonly string[])[]): number {
  const distinct = (at: number) => new Set(points.map((labels) => labels[at])).size / points.length;
  if (points.length < 2 || distinct(0) >= GROUPS) return 0;
  const others = (points[0] ?? []).length - 1;
  const naming = Array.from({ length: others }, (_, at) => at + 1).find((at) => distinct(at) >= NAMES);
  return naming ?? 0;
}

/** The number in a cell, or null. Numbers too long for a double come as text. */
export function quantityOf(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  return typeof cell === "string" && isPlainDecimal(cell) ? Number(cell) : null;
}

/** More lines or bars side by side than this cannot be told apart. */
export const MAX_SERIES = 8;

/** Money and percentages share no axis: the value columns that are written as the first one is. */
export function ofOneUnit({ values }: ChartColumns, columns: readonly Column[]): number[] {
  const unit = columns[values[0] ?? 0]?.format;
  return values.filter((at) => columns[at]?.format === unit);
}

const MAX_LABEL = 120;

/**
 * A cell as a point's label: text as it is (at most 120 characters), dates as ISO 8601, datetimes to
 * the minute and in `timeZone`, numbers without grouping, a word for nothing.
 */
export function labelWriter(
  column: Column | undefined,
  timeZone: string,
  words: Pick<Words, "blank" | "yes" | "no">,
): (cell: Cell | undefined) => string {
  const datetime = column?.type === "datetime" ? minutesIn(timeZone) : null;
  return (cell) => {
    if (cell === null || cell === undefined || cell === "") return words.blank;
    if (typeof cell === "number") return decimalText(cell);
    if (typeof cell === "boolean") return cell ? words.yes : words.no;
    if (datetime !== null) return datetime(cell);
    return cell.length <= MAX_LABEL ? cell : `${cell.slice(0, MAX_LABEL - 1).toWellFormed()}…`;
  };
}

function minutesIn(timeZone: string): (iso: string) => string {
  const offsetAt = zoneOffsets(resolveTimeZone(timeZone));
  return (iso) => {
    const instant = iso.endsWith("Z") ? Date.parse(iso) : Number.NaN;
    const local = Number.isNaN(instant) ? iso : new Date(instant + offsetAt(instant)).toISOString();
    return local.slice(0, 16).replace("T", " ");
  };
}
