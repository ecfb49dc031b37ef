import type { Manifest } from "../../files/snapshot";
import type { Definition, SectionDefinition, TableDefinition } from "../config/definition";
import { inlineDefinition } from "../inline/definition";
import type { Outline } from "../inline/outline";

/** A version: what it was asked for, and what came of it. */
export interface Former {
  readonly definition: Definition;
  readonly manifest: Manifest;
}

/** A version's definition over edited rows: all that it said besides them, its charts and totals made anew. Pure. */
export function editedDefinition(
  { definition, manifest }: Former,
  outline: Outline,
  key: string,
): Definition {
  const { title, description, locale, time_zone, filters, page } = manifest;
  const wishes = {
    title,
    description,
    template: "default",
    include_charts: false,
    locale,
    time_zone,
  } as const;
  const edited = inlineDefinition(outline, key, wishes);
  const sections = edited.sections.map((section): SectionDefinition => {
    if (section.kind !== "table") return section;
    const shown = manifest.sections.find(({ name }) => name === section.name);
    const asked = definition.sections.find(({ name }) => name === section.name);
    const chart = shown?.kind === "table" && shown.chart;
    return {
      ...section,
      chart: chart ? { type: chart.type, title: chart.title } : null,
      ...(asked?.kind === "table" ? totalsOf(asked) : {}),
    };
  });
  return { ...edited, filters, ...(page && { page }), sections };
}

/**
 * Subtotals and totals of rows that are there as they were shown. What was summed or counted of a group can be
 * added up; an average of a group does not tell that of several, so that such a table goes without.
 */
function totalsOf({ totals, group, aggregated, columns }: TableDefinition): Partial<TableDefinition> {
  if (!totals) return {};
  if (!aggregated) return { totals, group };
  const adds = columns.every(
    ({ expression: { aggregate } }) => !aggregate || aggregate === "sum" || aggregate === "count",
  );
  const outer = group?.slice(0, -1) ?? [];
  return adds ? { totals, group: outer.length > 0 ? outer : null } : {};
}
