import { addProblem, type ConfigErrors, hasProblem } from "./errors";
import type { FieldChoice, GroupChoice, NormalSection, NormalTable } from "./normal";
import { readPart } from "./read-part";
import { figuresShape, type TablePart, tableShape, textShape } from "./shapes";

const KINDS = ["table", "text", "figures"];

/** One part of `sections`: what it is stands in its `kind`, or follows from what it has. */
export function readSection(section: unknown, path: string, errors: ConfigErrors): NormalSection {
  const nothing = { kind: "text", path, title: null, description: null, text: "" } as const;
  if (typeof section !== "object" || section === null || Array.isArray(section)) {
    addProblem(errors, path, "must be an object");
    return nothing;
  }
  switch (kindOf(section)) {
    case "text":
      return readText(section, path, errors);
    case "figures":
      return readFigures(section, path, errors);
    case "table":
      return tableOf(readPart(tableShape, section, path, errors), path, errors);
    default:
      addProblem(errors, `${path}.kind`, `must be one of ${KINDS.join(", ")}`);
      return nothing;
  }
}

function kindOf(section: object): unknown {
  if ("kind" in section && section.kind !== null) return section.kind;
  if ("text" in section) return "text";
  return "figures" in section ? "figures" : "table";
}

function readText(section: object, path: string, errors: ConfigErrors): NormalSection {
  const read = readPart(textShape, section, path, errors);
  required(read.text, `${path}.text`, "Give the text", errors);
  return { kind: "text", ...headOf(read, path), text: read.text ?? "" };
}

function readFigures(section: object, path: string, errors: ConfigErrors): NormalSection {
  const read = readPart(figuresShape, section, path, errors);
  required(read.figures, `${path}.figures`, "Choose at least one figure: {field, aggregate}", errors);
  return {
    kind: "figures",
    ...headOf(read, path),
    data: { dataset: read.dataset ?? null, dataset_path: `${path}.dataset`, preset: null },
    figures: read.figures ?? [],
    filters: { path: `${path}.filters`, values: read.filters ?? {} },
  };
}

/** A table, in the flat form or as a section. */
export function tableOf(read: Omit<TablePart, "kind">, path: string, errors: ConfigErrors): NormalTable {
  required(read.fields, `${path}.fields`, "Choose at least one field: a non-empty list of names", errors);
  const names = [read.sort_by ?? []].flat();
  const orders = [read.sort_order ?? []].flat();
  if (orders.length > 1 && orders.length !== names.length)
    addProblem(errors, `${path}.sort_order`, `Give one order, or one for each of ${names.length} sort_by`);
  const chart = read.chart ?? (read.chart_type ? { type: read.chart_type } : null);
  return {
    kind: "table",
    ...headOf(read, path),
    data: { dataset: read.dataset ?? null, dataset_path: `${path}.dataset`, preset: null },
    fields: (read.fields ?? []).map((field): FieldChoice => (typeof field === "string" ? { field } : field)),
    group_by: [read.group_by ?? []]
      .flat()
      .map((field): GroupChoice => (typeof field === "string" ? { field } : field)),
    sort: names.map((name, at) => ({ name, descending: (orders[at] ?? orders[0]) === "desc" })),
    filters: { path: `${path}.filters`, values: read.filters ?? {} },
    range: null,
    limit: read.limit ?? null,
    on_limit: read.on_limit ?? "truncate",
    distinct: read.distinct ?? false,
    totals: read.totals ?? false,
    chart: chart && { type: chart.type, title: chart.title ?? null },
  };
}

const headOf = (read: { title?: string | undefined; description?: string | undefined }, path: string) => ({
  path,
  title: read.title ?? null,
  description: read.description ?? null,
});

function required(value: unknown, path: string, text: string, errors: ConfigErrors): void {
  if (value === undefined && !hasProblem(errors, path)) addProblem(errors, path, text);
}
