import { fieldsOf } from "../datasets/choose";
import type { Field } from "../datasets/field";
import { offeredFilters, type PresetField, presetOf } from "../datasets/presets";
import { operatorsFor } from "../datasets/query/filter-operators";
import type { DatasetRow } from "../db/schema";
import type { ReportDetail } from "./schemas";

type Available = Pick<ReportDetail, "available_fields" | "available_filters">;
type Option = ReportDetail["available_fields"]["options"][string][number];

/**
 * What the config of a report may name, so that clients can build forms: fields by heading and filters in words,
 * of all its datasets together. Fields that a preset knows stand under the preset's headings, which are all there
 * even when empty; others under the dataset's name.
 */
export function available(datasets: readonly DatasetRow[]): Available {
  const options = new Map<string, Option[]>();
  const add = (heading: string, choices: readonly Option[]) => {
    const present = options.get(heading) ?? [];
    const names = new Set(present.map(({ name }) => name));
    options.set(heading, [...present, ...choices.filter(({ name }) => !names.has(name))]);
  };
  for (const dataset of datasets) {
    const preset = presetOf(dataset.preset);
    const headings = new Map(preset?.fields.map((field) => [field.name, field.group ?? preset.group]));
    for (const heading of headingsOf(preset?.id ?? "", headings)) add(heading, []);
    const own = datasets.some(({ id, name }) => id !== dataset.id && name === dataset.name)
      ? `${dataset.name} (${dataset.id})`
      : dataset.name;
    for (const field of fieldsOf(dataset)) add(headings.get(field.name) ?? own, [optionOf(field)]);
  }
  const filters = datasets.flatMap((dataset) =>
    offeredFilters(dataset).map((filter) => ({ ...filter, type: fieldsOf(dataset)[filter.position]?.type })),
  );
  return {
    available_fields: {
      description: "Available fields for this report type",
      options: Object.fromEntries(options),
    },
    available_filters: {
      description: "Available filter options",
      options: Object.fromEntries(filters.map(({ name, words }) => [name, words])),
      operators: Object.fromEntries(
        filters.map(({ name, type }) => [name, type === undefined ? [] : [...operatorsFor(type)]]),
      ),
    },
  };
}

/** The headings of a gradebook are those of the whole gradebook, whichever part of it the data are. */
const GRADEBOOK_HEADINGS = ["student", "assignment", "grade"];

const headingsOf = (
  presetId: string,
  headings: ReadonlyMap<PresetField["name"], string>,
): Iterable<string> => (presetId.startsWith("gradebook.") ? GRADEBOOK_HEADINGS : new Set(headings.values()));

const optionOf = ({ name, label, type }: Field): Option => ({ name, label, type });
