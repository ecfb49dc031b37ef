/**
 * What a report is once its rows are collected: the input of every renderer.
 * Plain data and lazily opened rows; nothing here knows where they lie.
 */

export const FIELD_TYPES = ["string", "number", "integer", "boolean", "date", "datetime"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/**
 * One value. Dates are `YYYY-MM-DD`; datetimes are ISO 8601 with `T`, with `Z` when the source
 * named a zone and without when it did not (then they are shown as written).
 */
export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

/** `format` refines the type for people: `currency:USD`, `percent` (0.12 is 12 %), `bytes`, `duration`. */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly format?: string | undefined;
  /** Decimals of the column's most exact number: all of its numbers are shown with as many. Absent when unknown. */
  readonly decimals?: number | undefined;
  /** The beginning of the column's longest text, for its width. Absent when unknown. */
  readonly longest?: string | undefined;
}

export const CHART_TYPES = ["bar", "line", "pie", "histogram", "scatter"] as const;
export type ChartType = (typeof CHART_TYPES)[number];

/** At most 50 points; `points_total` says how many there were before. */
export interface Chart {
  readonly type: ChartType;
  readonly title: string;
  readonly x_label: string;
  readonly y_label: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly label: string; readonly data: readonly (number | null)[] }[];
  /** Scatter only: x of each point (`series[0].data` holds y). */
  readonly x_values?: readonly number[] | undefined;
  readonly points_total: number;
}

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** Rows in this section, and rows there would be without a limit. */
  readonly rows_written: number;
  readonly rows_total: number;
  readonly truncated: boolean;
  readonly chart: Chart | null;
  /** Opens the rows from the start, in batches of any size; may be called several times. */
  readonly rows: () => AsyncIterable<readonly Row[]>;
}

export interface AppliedFilter {
  readonly label: string;
  /** Already in words, e.g. `between 60 and 100`. */
  readonly text: string;
}

export interface ReportDocument {
  readonly title: string;
  readonly description: string | null;
  /** ISO 8601 UTC; shown in `time_zone` with the zone named. */
  readonly generated_at: string;
  /** IANA name. */
  readonly time_zone: string;
  /** BCP 47. */
  readonly locale: string;
  readonly filters: readonly AppliedFilter[];
  readonly sections: readonly Section[];
}
