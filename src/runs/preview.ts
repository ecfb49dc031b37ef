import type { Platform } from "../context";
import type { StoredSection } from "../files/snapshot";
import { chartBuilder } from "../render/chart/compute";
import type { Row } from "../render/document";
import type { Definition, SectionDefinition, TableDefinition } from "../reports/config/definition";
import { collectFigures } from "./collect/figures";
import { allowedRows } from "./collect/limit";
import { type OpenSource, sourceOpener } from "./collect/source";
import { openTableRows } from "./collect/table-rows";
import { RunFailure } from "./failure";

/** Data rows of a table that are shown. */
const SHOWN_ROWS = 50;
/** Data rows of a table that its chart is drawn from. */
const READ_ROWS = 1_000;

/** A section as a run would make it, with its first rows. */
export interface PreviewedSection {
  readonly section: StoredSection;
  readonly rows: readonly Row[];
  /** What a run would do otherwise, or what this look does not show. */
  readonly warnings: readonly string[];
}

export type Preview = { readonly sections: readonly PreviewedSection[] } | { readonly failure: string };

/** Reads the first rows of a definition and counts all; stores nothing. */
export async function previewDefinition(platform: Platform, definition: Definition): Promise<Preview> {
  const open = sourceOpener(platform);
  const sections: PreviewedSection[] = [];
  try {
    for (const section of definition.sections)
      sections.push(await previewSection(platform, section, definition.time_zone, open));
    return { sections };
  } catch (error) {
    if (error instanceof RunFailure) return { failure: error.message };
    throw error;
  }
}

const BARE = { rows: [], warnings: [] };

async function previewSection(
  platform: Platform,
  section: SectionDefinition,
  timeZone: string,
  open: ReturnType<typeof sourceOpener>,
): Promise<PreviewedSection> {
  switch (section.kind) {
    case "text":
      return { section, ...BARE };
    case "figures":
      return {
        section: (await collectFigures({ timeZone, open, progress: async () => {} }, section)).section,
        ...BARE,
      };
    case "table":
      return await previewTable(platform, section, timeZone, await open(section.source));
  }
}

async function previewTable(
  { settings }: Platform,
  section: TableDefinition,
  timeZone: string,
  source: OpenSource,
): Promise<PreviewedSection> {
  const first: TableDefinition = { ...section, on_limit: "truncate" };
  const { total, wanted, rows } = await openTableRows(source, first, timeZone, READ_ROWS);
  const { name, title, description } = section;
  const columns = section.columns.map(({ expression: _, ...column }) => column);
  const read: Row[] = [];
  for await (const batch of rows) read.push(...batch);
  const allowed = allowedRows(section, settings.MAX_ROWS_PER_RUN);
  const written = Math.min(total, allowed);
  const chart = section.chart && chartBuilder(section.chart.type, columns, section.chart.title, timeZone);
  chart?.add(read.filter((row) => row.length === columns.length));
  return {
    section: {
      kind: "table",
      name,
      title,
      description,
      columns,
      rows_written: written,
      rows_total: total,
      truncated: written < total,
      summary_rows: 0,
      chart: chart?.finish() ?? null,
    },
    rows: shownRows(read, columns.length, wanted === written),
    warnings: [
      ...(total > allowed && section.on_limit === "fail"
        ? [`${title} has ${total} rows; its limit is ${allowed}, so that a run would fail.`]
        : []),
      ...(chart && wanted < written
        ? [`The chart is drawn from the first ${wanted} of ${written} rows.`]
        : []),
      ...(section.totals && wanted < written ? ["Totals are left out: not all rows were read."] : []),
    ],
  };
}

/** The first data rows with the subtotals between them; the grand total too, when all rows were read. */
function shownRows(rows: readonly Row[], width: number, isWhole: boolean): Row[] {
  const shown: Row[] = [];
  let data = 0;
  for (const row of rows) {
    const isData = row.length === width;
    if (isData) data += 1;
    const isTotal = !isData && row[width] === 0;
    if (isData ? data <= SHOWN_ROWS : isWhole && (data <= SHOWN_ROWS || isTotal)) shown.push(row);
  }
  return shown;
}
