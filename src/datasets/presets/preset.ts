import type { FieldType } from "../../render/document";

export const PRESET_IDS = [
  "gradebook.students",
  "gradebook.assignments",
  "gradebook.submissions",
  "metrics.executions",
  "metrics.users",
  "metrics.agents",
  "advisor.recommendations",
] as const;
export type PresetId = (typeof PRESET_IDS)[number];
/** Said instead of a preset: the data are of no known kind, whatever their headers look like. */
export const NO_PRESET = "none";

/** A column that data of a known kind has. */
export interface PresetField {
  readonly name: string;
  readonly label: string;
  /** What the column is when its values allow it; a file's values decide. */
  readonly type: FieldType;
  readonly format?: string;
  /** Headers that can only mean this field. Case, blanks and punctuation do not count. */
  readonly aliases: readonly string[];
  /** Headers such as `Name` that mean it once the kind of data is known, and say nothing about the kind. */
  readonly loose?: readonly string[];
  readonly description: string;
  /** Under which heading it is offered, if not the preset's own. */
  readonly group?: string;
}

/** A filter by a name that people know, and the field that it tests. */
export interface PresetFilter {
  readonly name: string;
  readonly field: string;
  /** Tested instead where the dataset lacks `field`. */
  readonly otherwise?: string;
  readonly kind: "value" | "range" | "date_range" | "enum";
  readonly words: string;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** A known kind of data: its fields, the headers they come under, its filters and templates. */
export interface Preset {
  readonly id: PresetId;
  readonly title: string;
  readonly description: string;
  /** Heading under which its fields are offered. */
  readonly group: string;
  readonly fields: readonly PresetField[];
  readonly filters: readonly PresetFilter[];
  /** Types of the system templates made for it. */
  readonly templates: readonly string[];
  /** The file must have one field of each set. */
  readonly required: readonly (readonly string[])[];
  /** Fields that tell this kind of data from others, and how many of them make it sure. */
  readonly signs: { readonly fields: readonly string[]; readonly enough: number };
}
