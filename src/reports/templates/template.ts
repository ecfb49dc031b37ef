import { PRESETS, type PresetId } from "../../datasets/presets";
import type { Aggregate, Bucket } from "../../datasets/query/expression";
import type { ChartType } from "../../render/document";
import type { Format } from "../../render/renderer";
import type { ReportConfig } from "../config/schema";

/** A report to begin with, which comes with the product. It is code: every workspace has it, nobody changes it. */
export interface SystemTemplate {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly description: string;
  /** The kinds of data it is made for; none means any. */
  readonly presets: readonly PresetId[];
  /** Fields without which it says nothing; others that a dataset lacks are left out of a clone. */
  readonly needs: readonly string[];
  /** As clients see it. */
  readonly baseConfig: ReportConfig;
  /** What a clone has, over a dataset with these fields. */
  readonly configFor: (fields: readonly TemplateDataField[]) => TemplateConfig;
}

export interface TemplateDataField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly format?: string | undefined;
}

/** The parts of the config grammar that system templates speak. */
export type TemplateConfig = Whole & (TemplateTable | { readonly sections: readonly TemplateSection[] });
export type TemplateSection = TemplateTable | TemplateFigures | TemplateText;

interface Whole {
  readonly filters?: Readonly<Record<string, unknown>>;
  readonly formats?: readonly Format[];
}

export interface TemplateTable {
  readonly title?: string;
  readonly description?: string;
  readonly fields: readonly TemplateField[];
  readonly group_by?: readonly (string | { readonly field: string; readonly bucket?: Bucket })[];
  readonly sort_by?: string;
  readonly sort_order?: "asc" | "desc";
  readonly limit?: number;
  readonly totals?: boolean;
  readonly chart_type?: ChartType;
}

export interface TemplateFigures {
  readonly title?: string;
  readonly figures: readonly TemplateFigure[];
}

export interface TemplateText {
  readonly title?: string;
  readonly text: string;
}

export type TemplateField = string | (TemplateChoice & { readonly aggregate?: Aggregate });
export type TemplateFigure = TemplateChoice & { readonly aggregate: Aggregate };
interface TemplateChoice {
  /** A field's name, or `*` for every row. */
  readonly field: string;
  readonly as?: string;
  readonly label?: string;
  readonly format?: string;
}

type FixedTemplate = Omit<SystemTemplate, "id" | "presets" | "baseConfig" | "configFor"> & {
  readonly config: TemplateConfig;
};

/** A template whose config is the same whatever the data are. Presets say which templates are made for them. */
export const fixedTemplate = ({ config, ...template }: FixedTemplate): SystemTemplate => ({
  ...template,
  id: `tpl_${template.type}`,
  presets: PRESETS.filter(({ templates }) => templates.includes(template.type)).map(({ id }) => id),
  baseConfig: { ...config },
  configFor: () => config,
});

/** Counts every row, under a name and a label. */
export const countOfRows = (as: string, label: string): TemplateFigure => ({
  field: "*",
  aggregate: "count",
  as,
  label,
});
