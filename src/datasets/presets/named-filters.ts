import type { DatasetRow } from "../../db/schema";
import type { FieldType } from "../../render/document";
import type { Field } from "../field";
import { presetOf } from "./catalogue";
import { dateRange } from "./gradebook/fields";
import type { PresetFilter } from "./preset";

/** What a filter's name means for a dataset. */
export interface NamedFilter {
  readonly name: string;
  /** Name of the field that it tests, and its position in the dataset's row. */
  readonly field: string;
  readonly position: number;
  readonly kind: PresetFilter["kind"];
  /** For people: what to give. */
  readonly words: string;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

type FilteredDataset = Pick<DatasetRow, "preset" | "fields">;

/**
 * The filters to offer for a dataset: the named ones of its preset whose field it has, `date_range` for the only
 * field with dates, then its other fields by name, in their order.
 */
export function offeredFilters(dataset: FilteredDataset): NamedFilter[] {
  const fields = dataset.fields as readonly Field[];
  const named = withDateRange(presetFilters(dataset.preset, fields), fields);
  const taken = new Set(named.map(({ name }) => name));
  return [...named, ...fields.map(ownFilter).filter(({ name }) => !taken.has(name))];
}

/**
 * Which field a filter's name means for this dataset: one of those offered, or else a field's label. The first one
 * wins where a label stands several times.
 */
export function namedFilters(dataset: FilteredDataset): ReadonlyMap<string, NamedFilter> {
  const named = new Map(offeredFilters(dataset).map((filter) => [filter.name, filter]));
  (dataset.fields as readonly Field[]).forEach((field, position) => {
    if (!named.has(field.label)) named.set(field.label, { ...ownFilter(field, position), name: field.label });
  });
  return named;
}

function presetFilters(preset: string | null, fields: readonly Field[]): NamedFilter[] {
  return (presetOf(preset)?.filters ?? []).flatMap(({ field: wanted, otherwise, ...facts }) => {
    const [position] = [wanted, otherwise]
      .map((name) => fields.findIndex((field) => field.name === name))
      .filter((at) => at >= 0);
    const field = fields[position ?? -1];
    return position === undefined || !field ? [] : [{ ...facts, field: field.name, position }];
  });
}

/** People ask any data for a range of dates: which field is meant is plain when one alone has dates. */
function withDateRange(named: NamedFilter[], fields: readonly Field[]): NamedFilter[] {
  const { name, kind, words } = dateRange("");
  const dated = fields.filter(({ type }) => KINDS[type] === kind);
  const [field] = dated;
  if (!field || dated.length > 1 || [...named, ...fields].some((taken) => taken.name === name)) return named;
  return [...named, { name, kind, words, field: field.name, position: fields.indexOf(field) }];
}

const KINDS: Readonly<Record<FieldType, PresetFilter["kind"]>> = {
  string: "value",
  boolean: "value",
  number: "range",
  integer: "range",
  date: "date_range",
  datetime: "date_range",
};

const ownFilter = ({ name, label, type }: Field, position: number): NamedFilter => ({
  name,
  field: name,
  position,
  kind: KINDS[type],
  words: `${label} (${type})`,
});
