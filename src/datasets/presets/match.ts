import { canonicalHeader } from "../read/header";
import { PRESETS } from "./catalogue";
import type { Preset, PresetField } from "./preset";

/** What the columns of a file are in terms of a preset. */
export interface PresetMatch {
  readonly preset: Preset;
  /** By column: the field that it fills, or null for one that the preset does not know. */
  readonly mapping: readonly (PresetField | null)[];
}

/**
 * The preset that a file's headers fit, or null: one whose required fields are there and enough of those that
 * tell it from others, by headers that can mean nothing else. When several fit, the one that knows most columns.
 */
export function matchPreset(headers: readonly string[]): PresetMatch | null {
  const fitting = PRESETS.filter((preset) => isSure(preset, headers)).map((preset) => ({
    preset,
    mapping: mapColumns(preset, headers),
  }));
  const known = ({ mapping }: PresetMatch) => mapping.filter((field) => field !== null).length;
  return fitting.toSorted((a, b) => known(b) - known(a))[0] ?? null;
}

/** Which field each column fills. A field is filled once: by its name before its label, an alias, a loose word. */
export function mapColumns(preset: Preset, headers: readonly string[]): (PresetField | null)[] {
  return fill(preset, headers, [
    ({ name }) => [name],
    ({ label }) => [label],
    ({ aliases }) => aliases,
    ({ loose }) => loose ?? [],
  ]);
}

/** Required fields that no column fills, each as the names of those that would do. */
export function missingFields(
  preset: Preset,
  mapping: readonly (PresetField | null)[],
): (readonly string[])[] {
  const present = new Set(mapping.map((field) => field?.name));
  return preset.required.filter((choices) => !choices.some((name) => present.has(name)));
}

function isSure(preset: Preset, headers: readonly string[]): boolean {
  const mapping = fill(preset, headers, [({ name, label, aliases }) => [name, label, ...aliases]]);
  const present = new Set(mapping.map((field) => field?.name));
  const signs = preset.signs.fields.filter((name) => present.has(name)).length;
  return signs >= preset.signs.enough && missingFields(preset, mapping).length === 0;
}

type Words = (field: PresetField) => readonly string[];

function fill(preset: Preset, headers: readonly string[], ranks: readonly Words[]): (PresetField | null)[] {
  const canonical = headers.map(canonicalHeader);
  const mapping = new Array<PresetField | null>(headers.length).fill(null);
  const filled = new Set<PresetField>();
  for (const words of ranks) {
    for (const field of preset.fields) {
      if (filled.has(field)) continue;
      const wanted = new Set(words(field).map(canonicalHeader));
      const column = canonical.findIndex((header, at) => mapping[at] === null && wanted.has(header));
      if (column < 0) continue;
      mapping[column] = field;
      filled.add(field);
    }
  }
  return mapping;
}
