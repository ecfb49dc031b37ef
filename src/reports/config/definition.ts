import type { Field } from "../../datasets/field";
import type { SortKey } from "../../datasets/query/compile";
import { type Condition, findField, readFilters } from "../../datasets/query/filters";
import type { AppliedFilter, ChartType, Column } from "../../render/document";
import type { Format } from "../../render/renderer";
import type { ReportConfig } from "./schema";

/** Where rows are read, frozen when a run starts: a later upload does not change it. */
export interface Source {
  readonly dataset_id: string;
  readonly shard: number;
  /** Null while the dataset never had rows. */
  readonly table_id: number | null;
  readonly revision: number;
  /** How many fields a row has. */
  readonly width: number;
}

export interface SectionDefinition {
  readonly name: string;
  readonly title: string;
  readonly source: Source;
  /** `source_field` is the position in the dataset's row. */
  readonly columns: readonly (Column & { readonly source_field: number })[];
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  readonly limit: number | null;
  readonly on_limit: "truncate" | "fail";
  readonly chart: { readonly type: ChartType; readonly title: string } | null;
}

/** A report's config made exact against its data: what a run keeps a frozen copy of. */
export interface Definition {
  readonly title: string;
  readonly description: string | null;
  readonly time_zone: string;
  readonly locale: string;
  readonly filters: readonly AppliedFilter[];
  readonly sections: readonly SectionDefinition[];
}

export const DEFAULT_FORMATS: readonly Format[] = ["json"];

export interface DatasetForReport {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly source: Source;
}

export type ConfigErrors = Record<string, string[]>;

/**
 * Makes a config exact against its dataset. Pure. Problems go to `errors`, keyed by the config's own paths, each
 * listing what is allowed; the result is only meaningful when there are none.
 */
export function defineReport(
  report: { name: string; description: string | null; config: ReportConfig },
  dataset: DatasetForReport,
  errors: ConfigErrors,
): Definition {
  const { config } = report;
  const columns = readColumns(config, dataset.fields, errors);
  const filters = readFilters(config.filters ?? {}, dataset.fields, errors);
  const title = config.title ?? report.name;
  const chartType = config.chart?.type ?? config.chart_type ?? null;
  return {
    title,
    description: report.description,
    time_zone: config.time_zone ?? "UTC",
    locale: config.locale ?? "en-US",
    filters: filters.map(({ label, text }) => ({ label, text })),
    sections: [
      {
        name: dataset.name,
        title: dataset.name,
        source: dataset.source,
        columns,
        conditions: filters.flatMap(({ conditions }) => conditions),
        sort: readSort(config, columns, errors),
        limit: config.limit ?? null,
        on_limit: config.on_limit ?? "truncate",
        chart: chartType ? { type: chartType, title: config.chart?.title ?? title } : null,
      },
    ],
  };
}

type DefinedColumn = SectionDefinition["columns"][number];

function readColumns(config: ReportConfig, fields: readonly Field[], errors: ConfigErrors): DefinedColumn[] {
  const unknown: string[] = [];
  const taken = new Set<string>();
  const columns = config.fields.flatMap((choice): DefinedColumn[] => {
    const asked = typeof choice === "string" ? { field: choice } : choice;
    const position = findField(fields, asked.field);
    const field = fields[position];
    if (!field) {
      unknown.push(asked.field);
      return [];
    }
    const name = ("as" in asked && asked.as) || field.name;
    if (taken.has(name)) {
      errors["config.fields"] = [`${name} is chosen twice; give one of them another name with "as"`];
    }
    taken.add(name);
    const label = ("label" in asked && asked.label) || ("as" in asked && asked.as) || field.label;
    const format = ("format" in asked && asked.format) || field.format;
    return [{ name, label, type: field.type, ...(format ? { format } : {}), source_field: position }];
  });
  if (unknown.length > 0) {
    const known = fields.map((field) => field.name).join(", ");
    errors["config.fields"] = [`Invalid fields specified: ${unknown.join(", ")}. Fields: ${known}`];
  }
  return columns;
}

function readSort(config: ReportConfig, columns: readonly DefinedColumn[], errors: ConfigErrors): SortKey[] {
  const names = config.sort_by === undefined ? [] : [config.sort_by].flat();
  const orders = config.sort_order === undefined ? [] : [config.sort_order].flat();
  return names.flatMap((name, place) => {
    const column = columns.find((candidate) => candidate.name === name || candidate.label === name);
    if (!column) {
      const allowed = columns.map((candidate) => candidate.name).join(", ");
      errors["config.sort_by"] = [`${name} is not among the chosen fields: ${allowed}`];
      return [];
    }
    const order = orders[place] ?? orders[0] ?? "asc";
    return [{ field: column.source_field, type: column.type, descending: order === "desc" }];
  });
}
