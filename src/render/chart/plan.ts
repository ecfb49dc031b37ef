import type { Chart, Column, FieldType, MissingChartReason, Row } from "../document";
import { filled } from "../words";
import type { Words } from "../words/words";
import { type ChartColumns, type labelWriter, namingColumn } from "./columns";

/** What all charts of a section have in common while they are computed. */
export interface Plan {
  readonly columns: readonly Column[];
  readonly used: ChartColumns;
  readonly title: string | null;
  /** For each of `used.labels`. */
  readonly labelWriters: readonly ReturnType<typeof labelWriter>[];
  readonly words: Words;
}

/** Gathers the points of one type of chart; rows that have been added are at least one. */
export interface PointBuilder {
  add(rows: readonly Row[]): void;
  finish(): Chart | MissingChartReason;
}

/** What a chart is called that nobody named. */
export function titleBy({ words }: Plan, values: string, names: string): string {
  return filled(words.charts.by, { values, names });
}

export function labelAt({ columns }: Plan, at: number | null | undefined, otherwise = ""): string {
  return (at === null || at === undefined ? undefined : columns[at]?.label) ?? otherwise;
}

export function formatAt({ columns }: Plan, at: number | undefined): string | undefined {
  return at === undefined ? undefined : columns[at]?.format;
}

/** The row's names in all columns that could name it; its number where there is none. */
export function rowLabels({ used, labelWriters }: Plan, row: Row, number: number): string[] {
  if (used.labels.length === 0) return [String(number)];
  return used.labels.map((at, index) => labelWriters[index]?.(row[at]) ?? "");
}

interface Names {
  readonly labels: readonly string[];
  /** What the names are, and the column that they come from. */
  readonly x_label: string;
  readonly x_type: FieldType | undefined;
  readonly x_format: string | undefined;
  readonly column: number | null;
}

/** Names the points by the column that tells them apart. */
export function named(plan: Plan, points: readonly { readonly labels: readonly string[] }[]): Names {
  const naming = namingColumn(points.map(({ labels }) => labels));
  const column = plan.used.labels[naming] ?? null;
  return {
    labels: points.map(({ labels }) => labels[naming] ?? labels[0] ?? ""),
    x_label: labelAt(plan, column, plan.words.row),
    x_type: column === null ? undefined : plan.columns[column]?.type,
    x_format: column === null ? undefined : plan.columns[column]?.format,
    column,
  };
}
