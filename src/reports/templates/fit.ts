import { EVERY_ROW } from "../config/columns";
import type { ReportConfig } from "../config/schema";
import type {
  TemplateConfig,
  TemplateField,
  TemplateFigures,
  TemplateSection,
  TemplateTable,
} from "./template";

export interface FittedConfig {
  readonly config: ReportConfig;
  /** Fields of the template that the data lack, each once. */
  readonly leftOut: readonly string[];
}

/**
 * A template's config over data with these fields: what names others is left out, and with it a group, a figure or a
 * section that would say nothing. Null when no table or figure is left. Pure.
 */
export function fitConfig(config: TemplateConfig, fields: ReadonlySet<string>): FittedConfig | null {
  const leftOut = new Set<string>();
  const has = (name: string) => {
    const isThere = name === EVERY_ROW || fields.has(name);
    if (!isThere) leftOut.add(name);
    return isThere;
  };
  const fitted = "sections" in config ? fitSections(config, has) : fitTable(config, has);
  return fitted && { config: { ...fitted }, leftOut: [...leftOut] };
}

type Has = (name: string) => boolean;

function fitSections(config: TemplateConfig & { sections: readonly TemplateSection[] }, has: Has) {
  const sections = config.sections.flatMap((section): TemplateSection[] => {
    if ("text" in section) return [section];
    const fitted = "figures" in section ? fitFigures(section, has) : fitTable(section, has);
    return fitted ? [fitted] : [];
  });
  return sections.some((section) => !("text" in section)) ? { ...config, sections } : null;
}

function fitTable(table: TemplateTable, has: Has): TemplateTable | null {
  const fields = table.fields.filter((field) => has(sourceOf(field)));
  const groups = table.group_by?.filter((group) => has(typeof group === "string" ? group : group.field));
  if (groups?.length === 0 || fields.every((field) => sourceOf(field) === EVERY_ROW)) return null;
  const { group_by: _, sort_by, sort_order, ...rest } = table;
  const isSorted = fields.some((field) => nameOf(field) === sort_by);
  return {
    ...rest,
    fields,
    ...(groups && { group_by: groups }),
    ...(isSorted && sort_by && { sort_by }),
    ...(isSorted && sort_order && { sort_order }),
  };
}

function fitFigures(section: TemplateFigures, has: Has): TemplateFigures | null {
  const figures = section.figures.filter(({ field }) => has(field));
  return figures.length > 0 ? { ...section, figures } : null;
}

const sourceOf = (field: TemplateField) => (typeof field === "string" ? field : field.field);
const nameOf = (field: TemplateField) => (typeof field === "string" ? field : (field.as ?? field.field));
