import type { ResultSummary } from "../../db/schema";
import type { Definition } from "./definition";

/** What a run's entry in the history says about the definition. */
export function summaryOf({ sections, filters }: Definition): ResultSummary {
  return {
    field_count: sections.reduce((count, section) => count + fieldCount(section), 0),
    has_chart: sections.some((section) => section.kind === "table" && section.chart !== null),
    filter_count: filters.length,
    section_count: sections.length,
  };
}

function fieldCount(section: Definition["sections"][number]): number {
  switch (section.kind) {
    case "table":
      return section.columns.length;
    case "figures":
      return section.figures.length;
    case "text":
      return 0;
  }
}
