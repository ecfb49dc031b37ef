import type { Column, Row } from "../../render/document";

/**
 * What posted data consists of before a template lays it out: sections in the data's own order. Rows are apart;
 * `given` is a section's place among them. The figures of a section are one row.
 */
export interface Outline {
  readonly sections: readonly OutlineSection[];
}

interface Head {
  /** The way to it in the data, `analytics.by_region`; unique. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
}
export interface OutlineTable extends Head {
  readonly kind: "table";
  readonly columns: readonly Column[];
  readonly given: number;
}
export interface OutlineFigures extends Head {
  readonly kind: "figures";
  readonly figures: readonly Column[];
  readonly given: number;
  /** Scalars of the data itself, not of an object in it. */
  readonly isTop: boolean;
}
export interface OutlineText extends Head {
  readonly kind: "text";
  readonly text: string;
}
export type OutlineSection = OutlineTable | OutlineFigures | OutlineText;

export interface InlineData {
  readonly outline: Outline;
  /** Rows by `given`. */
  readonly tables: readonly (readonly Row[])[];
}
