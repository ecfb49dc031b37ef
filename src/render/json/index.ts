import { chartJsPayload, missingChartPayload } from "../chart/payload";
import {
  type FiguresSection,
  type ReportDocument,
  type Section,
  type TableSection,
  type TextSection,
  tablesOf,
} from "../document";
import type { Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { writeData, writeSummaries } from "./data";
import { uniqueKeys } from "./rows";

/**
 * One JSON document (RFC 8259), the same shape for one section and for several:
 *
 *     { title, description, generated_at, time_zone, locale, filters: [{label, text}],
 *       row_count, truncated, sections: [
 *         { kind: "table", name, title, description, fields: [{name, label, type, format}],
 *           rows_written, rows_total, truncated, chart, missing_chart, data: [{field: value}],
 *           summaries: [{level, after_row, values: {field: value}}] },
 *         { kind: "figures", name, title, description, figures: [{name, label, type, format, value}] },
 *         { kind: "text", name, title, description, text } ] }
 *
 * `row_count` is the number of objects in all `data` together: subtotals and totals stand apart, in `summaries`, each
 * with the number of data rows before it; level 0 is the grand total. What describes a section comes before its rows,
 * and each row stands on a line of its own, so that the file can also be read as it comes. `chart` is ready for Chart.js.
 */
export const jsonRenderer: Renderer = {
  format: "json",
  fileType: () => ({ contentType: "application/json", extension: "json" }),
  async render(document, sink) {
    const out = new TextSink(sink);
    out.add(`${openObject(headOf(document))},\n"sections":[`);
    for (const [at, section] of document.sections.entries()) {
      out.add(at > 0 ? ",\n" : "\n");
      await writeSection(section, out);
    }
    out.add("]}\n");
    await out.flush();
  },
};

function headOf(document: ReportDocument): object {
  const { title, description, generated_at, time_zone, locale, filters } = document;
  const tables = tablesOf(document);
  return {
    title,
    description,
    generated_at,
    time_zone,
    locale,
    filters: filters.map(({ label, text }) => ({ label, text })),
    row_count: tables.reduce((sum, table) => sum + table.rows_written, 0),
    truncated: tables.some((table) => table.truncated),
  };
}

async function writeSection(section: Section, out: TextSink): Promise<void> {
  switch (section.kind) {
    case "table":
      return await writeTable(section, out);
    case "text":
      return out.add(JSON.stringify(textObject(section)));
    case "figures":
      return out.add(JSON.stringify(figuresObject(section)));
  }
}

async function writeTable(section: TableSection, out: TextSink): Promise<void> {
  const keys = uniqueKeys(section.columns);
  out.add(`${openObject(headOfTable(section, keys))},\n"data":[`);
  await writeData(section, keys, out);
  out.add('],\n"summaries":[');
  await writeSummaries(section, keys, out);
  out.add("]}");
}

function headOfTable(section: TableSection, keys: readonly string[]): object {
  const { columns, rows_written, rows_total, truncated, chart } = section;
  const missing_chart = missingChartPayload(section.missing_chart);
  const fields = columns.map(({ label, type, format }, at) => ({
    name: keys[at],
    label,
    type,
    format: format ?? null,
  }));
  const payload = chart === null ? null : chartJsPayload(chart);
  return {
    ...headOfSection(section),
    fields,
    rows_written,
    rows_total,
    truncated,
    chart: payload,
    missing_chart,
  };
}

function figuresObject(section: FiguresSection): object {
  const figures = section.figures.map(({ name, label, type, format, value }) => ({
    name,
    label,
    type,
    format: format ?? null,
    value,
  }));
  return { ...headOfSection(section), figures };
}

function textObject(section: TextSection): object {
  return { ...headOfSection(section), text: section.text };
}

function headOfSection({ kind, name, title, description }: Section): object {
  return { kind, name, title, description: description ?? null };
}

/** The object's JSON without its closing brace, for more members to follow. */
function openObject(head: object): string {
  return JSON.stringify(head).slice(0, -1);
}
