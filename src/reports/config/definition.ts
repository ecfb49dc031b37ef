import type { Expression } from "../../datasets/query/expression";
import type { Condition } from "../../datasets/query/filters";
import type { AppliedFilter, ChartType, Column, PageSetup } from "../../render/document";
import type { Format } from "../../render/renderer";

export type DefinedColumn = Column & { readonly expression: Expression };

export interface SortKey {
  /** Index into the section's columns. */
  readonly column: number;
  readonly descending: boolean;
}

/** Rows of a dataset, frozen when a run starts: a later upload does not change them. */
export interface DatasetSource {
  readonly kind: "dataset";
  readonly dataset_id: string;
  readonly shard: number;
  /** Null while the dataset never had rows. */
  readonly table_id: number | null;
  readonly revision: number;
  /** How many fields a row has. */
  readonly width: number;
}

/** Rows that came with the request or an edit: a JSON object in R2. */
export interface GivenSource {
  readonly kind: "given";
  readonly key: string;
  readonly section: number;
}

export type Source = DatasetSource | GivenSource;

interface SectionHead {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
}

export interface TableDefinition extends SectionHead {
  readonly kind: "table";
  readonly source: Source;
  readonly columns: readonly DefinedColumn[];
  readonly conditions: readonly Condition[];
  /** Columns (indexes) that rows are grouped by, outermost first. Null: rows are shown as they are. */
  readonly group: readonly number[] | null;
  /**
   * True: one row a group (aggregates, or distinct rows when no column aggregates). False with a group: detail
   * rows ordered by the group, for subtotals.
   */
  readonly aggregated: boolean;
  readonly totals: boolean;
  readonly sort: readonly SortKey[];
  readonly limit: number | null;
  readonly on_limit: "truncate" | "fail";
  readonly chart: { readonly type: ChartType; readonly title: string | null } | null;
}

export interface TextDefinition extends SectionHead {
  readonly kind: "text";
  readonly text: string;
}

export interface FiguresDefinition extends SectionHead {
  readonly kind: "figures";
  readonly source: Source;
  readonly conditions: readonly Condition[];
  readonly figures: readonly DefinedColumn[];
}

export type SectionDefinition = TableDefinition | TextDefinition | FiguresDefinition;

/** A report's config made exact against its data: what a run keeps a frozen copy of. */
export interface Definition {
  readonly title: string;
  readonly description: string | null;
  readonly time_zone: string;
  readonly locale: string;
  readonly filters: readonly AppliedFilter[];
  readonly page?: PageSetup | undefined;
  readonly sections: readonly SectionDefinition[];
}

export const DEFAULT_FORMATS: readonly Format[] = ["json"];
