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

/**
 * `format` refines the type for people: `currency:USD`, `percent` (0.12 is 12 %), `bytes`, `duration` of numbers;
 * `month`, `quarter`, `year` of dates that stand for the period which they begin.
 */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly format?: string | undefined;
  /** Decimals of the column's most exact number: all of its numbers are shown with as many. Absent when unknown. */
  readonly decimals?: number | undefined;
  /** Decimals to which people see computed numbers such as averages; absent when every digit counts. */
  readonly rounded?: number | undefined;
  /** The column's number farthest from 0, for its width. Absent when unknown. */
  readonly largest?: number | undefined;
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
  /** Type and formats of what the axes show, as of a {@link Column}; absent for text and for plain numbers. */
  readonly x_type?: FieldType | undefined;
  readonly x_format?: string | undefined;
  readonly y_format?: string | undefined;
  /** Columns that the points come from; `label` is null where rows are numbered, or have no name. */
  readonly source?: { readonly label: number | null; readonly values: readonly number[] } | undefined;
  /** Histogram only: the rule that the number of bins follows. */
  readonly bin_rule?: BinRule | undefined;
}

/** Whichever gives the finer bins: D. Freedman and P. Diaconis (1981), or H. Sturges (1926). */
export type BinRule = "freedman-diaconis" | "sturges";

/** A chart that was asked for and cannot be drawn. */
export interface MissingChart {
  readonly type: ChartType;
  readonly reason: MissingChartReason;
}

/** `one_number`: a scatter plot needs two columns. `no_values`: the columns of numbers are empty. */
export const MISSING_CHART_REASONS = [
  "no_rows",
  "no_numbers",
  "one_number",
  "no_values",
  "none_above_zero",
  "too_far_apart",
] as const;
export type MissingChartReason = (typeof MISSING_CHART_REASONS)[number];

export type Section = TableSection | TextSection | FiguresSection;

interface SectionHead {
  readonly name: string;
  readonly title: string;
  readonly description?: string | null;
}

export interface TableSection extends SectionHead {
  readonly kind: "table";
  readonly columns: readonly Column[];
  /** Data rows in this section, and data rows there would be without a limit. */
  readonly rows_written: number;
  readonly rows_total: number;
  readonly truncated: boolean;
  /** Rows of subtotals and totals that stand among the data rows; 0 when there are none. */
  readonly summary_rows: number;
  readonly chart: Chart | null;
  /** Why there is no chart although one was asked for; said in every format for people. */
  readonly missing_chart?: MissingChart | undefined;
  /**
   * Opens the rows from the start, in batches of any size; may be called several times. Data rows have a cell for
   * each column. When `summary_rows` > 0, a summary row has one more cell: its level, 0 for the grand total, 1 for
   * the outermost subtotal, and so on. Its group columns up to that level hold the group's values; columns that
   * were not aggregated are null. A summary row stands after the rows it sums up.
   */
  readonly rows: () => AsyncIterable<readonly Row[]>;
}

/** Paragraphs parted by blank lines; lines that begin with `- ` are bullets. */
export interface TextSection extends SectionHead {
  readonly kind: "text";
  readonly text: string;
}

export interface FiguresSection extends SectionHead {
  readonly kind: "figures";
  readonly figures: readonly Figure[];
}

/** A single number or word that matters: `Average grade: 82.4`. `type` and `format` as of a {@link Column}. */
export interface Figure {
  readonly label: string;
  readonly name: string;
  readonly value: Cell;
  readonly type: FieldType;
  readonly format?: string | undefined;
}

export interface AppliedFilter {
  readonly label: string;
  /** Already in words, e.g. `between 60 and 100`. */
  readonly text: string;
}

/** Paper that was asked for; what is left out follows the locale (size) and the widths of tables (orientation). */
export interface PageSetup {
  readonly size?: "A4" | "Letter" | undefined;
  readonly orientation?: "portrait" | "landscape" | undefined;
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
  readonly page?: PageSetup | undefined;
  readonly sections: readonly Section[];
}

/** The sections that are tables, in their order; of a document, or of one whose rows lie elsewhere. */
export function tablesOf<S extends { readonly kind: Section["kind"] }>({
  sections,
}: {
  readonly sections: readonly S[];
}): Extract<S, { readonly kind: "table" }>[] {
  return sections.filter(
    (section): section is Extract<S, { readonly kind: "table" }> => section.kind === "table",
  );
}
