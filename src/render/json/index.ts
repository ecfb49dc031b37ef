import { chartJsPayload } from "../chart/payload";
import type { ReportDocument, Section } from "../document";
import type { Renderer } from "../renderer";
import { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { rowWriter, uniqueKeys } from "./rows";

/**
 * One JSON document (RFC 8259), the same shape for one section and for several:
 *
 *     { title, description, generated_at, time_zone, locale, filters: [{label, text}],
 *       row_count, truncated,
 *       sections: [{ name, title, fields: [{name, label, type, format}],
 *                    rows_written, rows_total, truncated, chart, data: [{field: value}] }] }
 *
 * `row_count` is the number of objects in all `data` together. What describes a section comes
 * before its rows, and each row stands on a line of its own, so that the file can also be read as
 * it comes. `chart` is ready for Chart.js.
 */
export const jsonRenderer: Renderer = {
  format: "json",
  fileType: () => ({ contentType: "application/json", extension: "json" }),
  async render(document, sink) {
    const out = new TextSink(sink);
    out.add(`${openObject(headOf(document))},\n"sections":[`);
    for (const [at, section] of document.sections.entries()) {
      if (at > 0) out.add(",");
      await writeSection(section, out);
    }
    out.add("]}\n");
    await out.flush();
  },
};

function headOf(document: ReportDocument): object {
  const { title, description, generated_at, time_zone, locale, filters, sections } = document;
  return {
    title,
    description,
    generated_at,
    time_zone,
    locale,
    filters: filters.map(({ label, text }) => ({ label, text })),
    row_count: sections.reduce((sum, section) => sum + section.rows_written, 0),
    truncated: sections.some((section) => section.truncated),
  };
}

async function writeSection(section: Section, out: TextSink): Promise<void> {
  const keys = uniqueKeys(section.columns);
  const row = rowWriter(keys);
  out.add(`\n${openObject(headOfSection(section, keys))},\n"data":[`);
  let separator = "\n";
  for await (const batch of countedRows(section)) {
    for (const cells of batch) {
      out.add(separator + row(cells));
      separator = ",\n";
      if (out.full) await out.flush();
    }
  }
  out.add("]}");
}

function headOfSection(section: Section, keys: readonly string[]): object {
  const { name, title, columns, rows_written, rows_total, truncated, chart } = section;
  const fields = columns.map(({ label, type, format }, at) => ({
    name: keys[at],
    label,
    type,
    format: format ?? null,
  }));
  const payload = chart === null ? null : chartJsPayload(chart);
  return { name, title, fields, rows_written, rows_total, truncated, chart: payload };
}

/** The object's JSON without its closing brace, for more members to follow. */
function openObject(head: object): string {
  return JSON.stringify(head).slice(0, -1);
}
