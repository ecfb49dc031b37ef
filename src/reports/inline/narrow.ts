import { findField, readFilters } from "../../datasets/query/filters";
import { invalid } from "../../http/problem";
import type { AppliedFilter } from "../../render/document";
import type { Definition, SectionDefinition } from "../config/definition";

export interface Narrowing {
  readonly filters?: Readonly<Record<string, unknown>> | undefined;
  readonly limit?: number | undefined;
}

/**
 * The definition with only the rows that one generation asks for: a filter works on each table that has its
 * column, the limit on every table. Throws 422 for a filter that no table has, or that does not fit its column.
 */
export function narrowed(definition: Definition, { filters = {}, limit }: Narrowing): Definition {
  const errors: Record<string, string[]> = {};
  const language = { locale: definition.locale, timeZone: definition.time_zone };
  const applied: AppliedFilter[] = [];
  const used = new Set<string>();
  const sections = definition.sections.map((section): SectionDefinition => {
    if (section.kind !== "table") return section;
    const own = Object.entries(filters).filter(([name]) => findField(section.columns, name) >= 0);
    for (const [name] of own) used.add(name);
    const read = readFilters(Object.fromEntries(own), section.columns, errors, language);
    for (const { label, text } of read) {
      if (!applied.some((known) => known.label === label && known.text === text))
        applied.push({ label, text });
    }
    const conditions = read.flatMap((filter) => filter.conditions);
    return { ...section, conditions, limit: limit ?? section.limit };
  });
  const names = definition.sections.flatMap((section) =>
    section.kind === "table" ? section.columns.map(({ name }) => name) : [],
  );
  for (const name of Object.keys(filters)) {
    if (!used.has(name))
      errors[`filters.${name}`] = [
        `There is no such column. Columns: ${[...new Set(names)].slice(0, 50).join(", ")}`,
      ];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { ...definition, filters: applied, sections };
}
