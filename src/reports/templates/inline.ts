import { INLINE_TEMPLATES, type InlineTemplateName } from "../inline/templates";
import {
  countOfRows,
  type SystemTemplate,
  type TemplateConfig,
  type TemplateDataField,
  type TemplateFigure,
} from "./template";

const FIGURES = 8;
const FIELDS = 200;

/**
 * The layouts of data that come with a request (`POST /reports/generate`). A clone lays out a dataset in the same
 * way, so it is made from the dataset's fields.
 */
export const ANY_DATA_TEMPLATES: readonly SystemTemplate[] = [
  anyData("business_report", (fields) => ({
    sections: [
      { title: "Executive summary", figures: [countOfRows("rows", "Rows"), ...keyFigures(fields)] },
      {
        title: "Details",
        fields: fields.slice(0, FIELDS).map(({ name }) => name),
        ...(fields.some(isQuantity) && { chart_type: "bar" as const }),
      },
    ],
  })),
  anyData("default", (fields) => ({ fields: fields.slice(0, FIELDS).map(({ name }) => name) })),
];

function anyData(
  type: InlineTemplateName,
  configFor: (fields: readonly TemplateDataField[]) => TemplateConfig,
): SystemTemplate {
  const { title, description, include_charts } = INLINE_TEMPLATES[type];
  return {
    id: `tpl_${type}`,
    type,
    name: title,
    description,
    presets: [],
    needs: [],
    baseConfig: { template: type, include_charts },
    configFor,
  };
}

/** Amounts and counts are added up; of other numbers, such as grades and rates, the mean says more. */
function keyFigures(fields: readonly TemplateDataField[]): TemplateFigure[] {
  return fields
    .filter(isQuantity)
    .slice(0, FIGURES)
    .map(({ name, label, type, format = "" }) => {
      const adds =
        format.startsWith("currency") || format === "bytes" || (type === "integer" && format === "");
      const [aggregate, word] = adds ? (["sum", "Total"] as const) : (["avg", "Average"] as const);
      return { field: name, aggregate, as: `${aggregate}_${name}`, label: `${word} ${label}` };
    });
}

const isQuantity = ({ name, type }: TemplateDataField) =>
  (type === "number" || type === "integer") && !/(^|_)(id|no|number|code|year|zip)$/.test(name);
