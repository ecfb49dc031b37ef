import type { StoredSection } from "../files/snapshot";
import { chartJsPayload, missingChartPayload } from "../render/chart/payload";
import type { Cell, Row } from "../render/document";
import type { GeneratedSection } from "./schemas";

/** A section of a report as answers show it, with these of its rows: objects by column name, totals apart. */
export function sectionView(section: StoredSection, rows: readonly Row[]): GeneratedSection {
  const { name, title, description = null } = section;
  const head = { name, title, description };
  switch (section.kind) {
    case "text":
      return { kind: "text", ...head, text: section.text };
    case "figures":
      return { kind: "figures", ...head, figures: section.figures.map((figure) => ({ ...figure })) };
    case "table": {
      const { columns, chart, missing_chart = null, rows_written, rows_total, truncated } = section;
      const names = columns.map((column) => column.name);
      const { data, summaries } = dataAndSummaries(rows, names);
      return {
        kind: "table",
        ...head,
        fields: columns.map(({ name, label, type, format = null }) => ({ name, label, type, format })),
        data,
        summaries,
        data_truncated: data.length < rows_written || summaries.length < section.summary_rows,
        rows_written,
        rows_total,
        truncated,
        chart: chart && { ...chartJsPayload(chart) },
        missing_chart: missingChartPayload(missing_chart),
      };
    }
  }
}

/** A row of a subtotal or total has one more cell, its level. */
function dataAndSummaries(rows: readonly Row[], names: readonly string[]) {
  const data: Record<string, Cell>[] = [];
  const summaries: { level: number; after_row: number; values: Record<string, Cell> }[] = [];
  for (const row of rows) {
    const values = Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]));
    if (row.length === names.length) data.push(values);
    else summaries.push({ level: Number(row[names.length]), after_row: data.length, values });
  }
  return { data, summaries };
}
