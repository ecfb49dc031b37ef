import { chartColumns, ofOneUnit } from "../../render/chart/columns";
import type { Column } from "../../render/document";
import { isCode, isNumeric } from "../../render/values/format";
import type { Definition, TableDefinition } from "../config/definition";

type ChartChoice = NonNullable<TableDefinition["chart"]>;

/** A chart for a table that has something to label points with and a quantity: a line over dates, else bars. */
export function suggestChart(columns: readonly Column[]): ChartChoice | null {
  const type = columns.some(isTime) ? "line" : "bar";
  const used = chartColumns(type, columns);
  const label = columns[used.labels[0] ?? -1];
  const measures = ofOneUnit(used, columns)
    .map((at) => columns[at])
    .filter((column) => column !== undefined && !isCode(column));
  const [first, ...others] = measures;
  if (!label || !first || (isNumeric(label) && !isCode(label))) return null;
  const more =
    others.length > 1 ? ` and ${others.length} more` : others.map((one) => ` and ${one?.label}`).join("");
  return { type, title: `${first.label}${more} by ${label.label}` };
}

const isTime = ({ type }: Column) => type === "date" || type === "datetime";

/** The definition with a chart for every table that can have one, with none, or as it is. */
export function withCharts(definition: Definition, include: boolean | undefined): Definition {
  if (include === undefined) return definition;
  const sections = definition.sections.map((section) => {
    if (section.kind !== "table") return section;
    return { ...section, chart: include ? (section.chart ?? suggestChart(section.columns)) : null };
  });
  return { ...definition, sections };
}
