import {
  mapColumns,
  matchPreset,
  missingFields,
  NO_PRESET,
  type Preset,
  type PresetField,
  type PresetId,
  presetOf,
} from "../presets";
import { type ColumnHint, ReadFailure, type ReadOptions } from "../read";

/** How a file is to be read, as a revision keeps it. */
export type ImportOptions = ReadOptions & { readonly preset?: PresetId | typeof NO_PRESET };

export interface FoundPreset {
  readonly id: PresetId;
  /** The headers said so, and nobody else. */
  readonly isDetected: boolean;
}

/** Tells the reader what a preset knows about the columns: the preset asked for, or the one that the headers fit. */
export class PresetFinder {
  /** Which preset it is; known once the headers are. */
  found: FoundPreset | null = null;
  /** Undefined when nothing is to be found: rows go into given fields, or the data are said to be of no preset. */
  readonly hints: ReadOptions["hints"];

  constructor({ target, preset: asked }: ImportOptions) {
    if (target !== undefined || asked === NO_PRESET) return;
    this.hints = (headers) => this.#hintsFor(headers, presetOf(asked ?? null));
  }

  #hintsFor(headers: readonly string[], asked: Preset | null): readonly (ColumnHint | null)[] {
    const match = asked ? { preset: asked, mapping: mapColumns(asked, headers) } : matchPreset(headers);
    this.found = match && { id: match.preset.id, isDetected: asked === null };
    if (asked && match) requireColumns(asked, match.mapping, headers);
    return match?.mapping ?? [];
  }
}

function requireColumns(
  preset: Preset,
  mapping: readonly (PresetField | null)[],
  headers: readonly string[],
): void {
  const missing = missingFields(preset, mapping);
  if (missing.length === 0) return;
  const needs = missing.map((choices) => `a column for ${choices.join(" or ")}`).join(" and ");
  const words = missing.flatMap(([first]) =>
    preset.fields.filter(({ name }) => name === first).flatMap(wordsOf),
  );
  const columns = headers.slice(0, 20).map((header) => `"${header}"`);
  throw new ReadFailure(
    "missing_columns",
    `Data of the preset ${preset.id} needs ${needs}, under headers such as ${words.join(", ")}. ` +
      `The file has: ${columns.join(", ")}${headers.length > columns.length ? ", …" : ""}.`,
  );
}

const wordsOf = ({ label, aliases, loose = [] }: PresetField) => [label, ...aliases, ...loose].slice(0, 4);
