import type { DatasetRow } from "../../db/schema";
import type { Field } from "../field";
import { canonicalHeader, type TargetField } from "../read";
import { presetOf } from "./catalogue";

/**
 * A dataset's fields as those that further rows are read into: fields of its preset also go by the preset's words.
 * A word that could be several fields is the first one's, and never that of a field which is called so itself.
 */
export function targetOf(dataset: Pick<DatasetRow, "preset" | "fields">): TargetField[] {
  const fields = dataset.fields as readonly Field[];
  const known = new Map(presetOf(dataset.preset)?.fields.map((field) => [field.name, field]));
  if (known.size === 0) return [...fields];
  const taken = new Set(fields.flatMap(({ name, label }) => [name, label].map(canonicalHeader)));
  return fields.map((field) => {
    const preset = known.get(field.name);
    if (preset === undefined) return field;
    const own = [field.name, field.label].map(canonicalHeader);
    const words = [preset.label, ...preset.aliases, ...(preset.loose ?? [])].map(canonicalHeader);
    const free = words.filter((word) => !taken.has(word));
    for (const word of free) taken.add(word);
    return { ...field, aliases: [...new Set([...own, ...free])] };
  });
}
