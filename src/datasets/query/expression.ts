import type { FieldType } from "../../render/document";

export const AGGREGATES = ["count", "sum", "avg", "min", "max", "count_distinct"] as const;
export type Aggregate = (typeof AGGREGATES)[number];
export const BUCKETS = ["day", "week", "month", "quarter", "year"] as const;
export type Bucket = (typeof BUCKETS)[number];

/** What a column shows: a field of the row as it is, in date buckets, or aggregated over a group. */
export interface Expression {
  /** Position in the row; -1 is every row (count only). */
  readonly field: number;
  /** Of the field, not of what comes out. */
  readonly type: FieldType;
  readonly bucket?: Bucket;
  readonly aggregate?: Aggregate;
}

/** What a table shows of its rows, and how. Columns are named by their index. */
export interface Selection {
  readonly columns: readonly { readonly expression: Expression }[];
  /** Outermost first; null: rows are shown as they are. */
  readonly group: readonly number[] | null;
  /** One row a group, instead of the rows in the order of their groups. */
  readonly aggregated: boolean;
  readonly totals: boolean;
  readonly sort: readonly { readonly column: number; readonly descending: boolean }[];
}

/** D1 takes 100 columns a statement; a grouped table needs some for itself. */
export const MOST_GROUPED_COLUMNS = 88;
