import type { Platform } from "../context";
import type { StoredSection } from "../files/snapshot";
import { chartBuilder } from "../render/chart/compute";
import type { Column, Row } from "../render/document";
import { missingChartNote } from "../render/values/words";
import type { Definition, SectionDefinition, TableDefinition } from "../reports/config/definition";
import { collectFigures } from "./collect/figures";
import { allowedRows } from "./collect/limit";
import { sourceOpener } from "./collect/source";
import { openTableRows } from "./collect/table-rows";
import { RunFailure, tooLongRow } from "./failure";
import { RowBudget } from "./row-budget";

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
  const { time_zone: timeZone, locale } = definition;
  const budget = new RowBudget(Number.POSITIVE_INFINITY);
  const figures = new RowBudget(Number.POSITIVE_INFINITY);
  const looking = { timeZone, locale, budget, figures, open: sourceOpener(platform) };
  const sections: PreviewedSection[] = [];
  try {
    for (const section of definition.sections)
      sections.push(await previewSection(platform, section, looking));
    return { sections };
  } catch (error) {
    const failure = error instanceof RunFailure ? error : tooLongRow(error);
    if (!failure) throw error;
    return { failure: failure.message };
  }
}

/** What the sections of one preview have in common. */
interface Looking {
  readonly timeZone: string;
  readonly locale: string;
  /** For the rows that all of them show. */
  readonly budget: RowBudget;
  /** For the key figures of all of them. */
  readonly figures: RowBudget;
  readonly open: ReturnType<typeof sourceOpener>;
}

const BARE = { rows: [], warnings: [] };

async function previewSection(
  platform: Platform,
  section: SectionDefinition,
  looking: Looking,
): Promise<PreviewedSection> {
  switch (section.kind) {
    case "text":
      return { section, ...BARE };
    case "figures": {
      const collected = await collectFigures({ ...looking, progress: async () => {} }, section);
      return { section: collected.section, ...BARE };
    }
    case "table":
      return await previewTable(platform, section, looking);
  }
}

async function previewTable(
  { settings }: Platform,
  section: TableDefinition,
  { timeZone, locale, budget, open }: Looking,
): Promise<PreviewedSection> {
  const first: TableDefinition = { ...section, on_limit: "truncate" };
  const most = section.chart || section.totals ? READ_ROWS : SHOWN_ROWS;
  const { total, wanted, rows } = await openTableRows(await open(section.source), first, timeZone, most);
  const { name, title, description } = section;
  const columns = section.columns.map(({ expression: _, ...column }) => column);
  const allowed = allowedRows(section, settings.MAX_ROWS_PER_RUN);
  const written = Math.min(total, allowed);
  const chart =
    section.chart && chartBuilder(section.chart.type, columns, section.chart.title, timeZone, locale);
  const shown = new ShownRows(columns, wanted === written, budget);
  for await (const batch of rows) {
    chart?.add(batch.filter((row) => row.length === columns.length));
    shown.add(batch);
  }
  const drawn = chart?.finish() ?? { chart: null };
  const missing = missingChartNote(drawn);
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
      ...drawn,
    },
    rows: shown.rows,
    warnings: [
      ...(total > allowed && section.on_limit === "fail"
        ? [`${title} has ${total} rows; its limit is ${allowed}, so that a run would fail.`]
        : []),
      ...(missing === "" ? [] : [`${title}: ${missing}`]),
      ...(chart && wanted < written
        ? [`The chart is drawn from the first ${wanted} of ${written} rows.`]
        : []),
      ...(section.totals && wanted < written ? ["Totals are left out: not all rows were read."] : []),
      ...(shown.isCut ? [`${title}: rows are left out here, because a preview shows about 4 MB.`] : []),
    ],
  };
}

/** The first data rows with the subtotals between them; the grand total too, when all rows were read. */
class ShownRows {
  readonly rows: Row[] = [];
  /** Whether rows were left out because they are long. */
  isCut = false;
  private data = 0;

  constructor(
    private readonly columns: readonly Column[],
    private readonly isWhole: boolean,
    private readonly budget: RowBudget,
  ) {}

  add(batch: readonly Row[]): void {
    const shown = batch.filter((row) => this.isShown(row));
    const taken = this.budget.take(shown, this.columns);
    this.rows.push(...taken);
    if (taken.length < shown.length) this.isCut = true;
  }

  private isShown(row: Row): boolean {
    const isData = row.length === this.columns.length;
    if (isData) this.data += 1;
    const isTotal = !isData && row[this.columns.length] === 0;
    return isData ? this.data <= SHOWN_ROWS : this.isWhole && (this.data <= SHOWN_ROWS || isTotal);
  }
}
