import type { Column } from "../../render/document";
import type { DefinedColumn, Definition, SectionDefinition } from "../config/definition";
import { suggestChart } from "./charts";
import type { Outline, OutlineSection } from "./outline";
import { INLINE_TEMPLATES, type InlineTemplateName } from "./templates";

export interface InlineWishes {
  readonly title: string;
  readonly description: string | null;
  readonly template: InlineTemplateName;
  /** Undefined: as the template does. */
  readonly include_charts: boolean | undefined;
  readonly locale: string | undefined;
  readonly time_zone: string | undefined;
}

/** The definition of a report over data that came with it; `key` is where its rows lie. Pure. */
export function inlineDefinition(outline: Outline, key: string, wishes: InlineWishes): Definition {
  const template = INLINE_TEMPLATES[wishes.template];
  const hasCharts = wishes.include_charts ?? template.include_charts;
  return {
    title: wishes.title,
    description: wishes.description,
    time_zone: wishes.time_zone ?? "UTC",
    locale: wishes.locale ?? "en-US",
    filters: [],
    sections: template.layOut(outline.sections).map((section) => sectionOver(key, section, hasCharts)),
  };
}

function sectionOver(key: string, section: OutlineSection, hasCharts: boolean): SectionDefinition {
  const { name, title, description } = section;
  const head = { name, title, description };
  switch (section.kind) {
    case "text":
      return { kind: "text", ...head, text: section.text };
    case "figures":
      return {
        kind: "figures",
        ...head,
        source: { kind: "given", key, section: section.given },
        conditions: [],
        figures: section.figures.map(asGiven),
      };
    case "table":
      return {
        kind: "table",
        ...head,
        source: { kind: "given", key, section: section.given },
        columns: section.columns.map(asGiven),
        conditions: [],
        group: null,
        aggregated: false,
        totals: false,
        sort: [],
        limit: null,
        on_limit: "truncate",
        chart: hasCharts ? suggestChart(section.columns) : null,
      };
  }
}

/** A column that shows the given rows' cells at its own place. */
const asGiven = (column: Column, field: number): DefinedColumn => ({
  ...column,
  expression: { field, type: column.type },
});
