import type { ReportDocument, TableSection } from "../../document";
import { missingChartNote, rowsText } from "../../values/words";
import { filled, wordsOf } from "../../words";
import type { Bookmark } from "../file/document-parts";
import type { Face } from "../text/face";
import type { TextLine } from "../text/text-line";
import { CHART_HEIGHT, drawChart } from "./chart-figure";
import { measureColumns, standsAtEnd } from "./measure-columns";
import type { PageFlow } from "./page-flow";
import { likelyTotalTexts, type RowTexts, rowTexts } from "./row-texts";
import { SectionHead } from "./section-head";
import { BandedTable, Table } from "./table";
import { type NumberedRow, type SetRow, TableDrawing } from "./table-drawing";
import { planTable, ROW_NUMBER, type TablePlan } from "./table-plan";
import { COLOUR, cellPadding, LEADING, type Length, points, TYPE } from "./theme";

const AFTER_COUNT = points(7);
const COUNT_HEIGHT = Math.round(TYPE.small * LEADING) + AFTER_COUNT;
/** Rows that no page break may part from the heading. */
const ROWS_WITH_HEADING = 2;
/** Longer column names are shortened. */
const MOST_HEAD_LINES = 10;
/** A number or date a little too wide is squeezed, down to this part of its width, rather than broken. */
const LEAST_SQUEEZE = 0.6;
const NO_LINES: readonly TextLine[] = [];

/** One table: heading, how many rows it holds, chart, rows. */
export class TableLayout {
  readonly plan: TablePlan;
  readonly #head: SectionHead;
  /** Room for text in each column, in 1/1000 of the font size. */
  readonly #widths: readonly number[];

  private constructor(
    private readonly flow: PageFlow,
    private readonly document: ReportDocument,
    private readonly section: TableSection,
    private readonly rows: AsyncGenerator<readonly RowTexts[]>,
    private readonly firstRows: readonly RowTexts[],
    totals: readonly RowTexts[],
  ) {
    const { type } = flow;
    this.#head = new SectionHead(flow, document, section);
    const sample = [...firstRows, ...totals];
    const columns = measureColumns(section.columns, sample, type, section.rows_written);
    const rowNumber = type.regular.measure(String(section.rows_written));
    this.plan = planTable(columns, (landscape) => flow.bodyWidth(landscape), rowNumber, flow.directions);
    const placed = this.plan.bands.flat().filter((column) => column.index !== ROW_NUMBER);
    const { size } = this.plan;
    this.#widths = placed.map(({ width }) => ((width - 2 * cellPadding(size).side) * 1000) / size);
  }

  /** Reads the first rows, so that paper and columns are known before anything is drawn. */
  static async open(flow: PageFlow, document: ReportDocument, section: TableSection): Promise<TableLayout> {
    const { regular, bold } = flow.type;
    new SectionHead(flow, document, section).want();
    for (const column of section.columns) bold.want(column.label);
    const { part_of_columns, part_of_column } = wordsOf(document.locale);
    for (const text of [rowsText(section, document.locale), missingChartNote(section, document.locale)])
      regular.want(text);
    regular.want(`${part_of_columns}${part_of_column}0123456789`);
    const totals = await likelyTotalTexts(section, document, bold);
    await flow.type.load();
    const rows = rowTexts(section, document, flow.type);
    const first = await rows.next();
    return new TableLayout(flow, document, section, rows, first.done ? [] : first.value, totals);
  }

  /** Draws the section from where the page flow stands; returns where it begins. */
  async draw(): Promise<Bookmark> {
    const { flow, section } = this;
    try {
      const bands = this.#bands();
      const next = section.chart ? CHART_HEIGHT : firstRowsHeight(bands);
      const bookmark = this.#head.draw(COUNT_HEIGHT + next, this.plan.landscape);
      this.#drawCount();
      if (section.chart) await drawChart(flow, section.chart, this.document.locale);
      if (section.columns.length > 0) await this.#drawTable(bands);
      return bookmark;
    } finally {
      await this.rows.return(undefined);
    }
  }

  #drawCount(): void {
    const { flow, section } = this;
    const colour = section.truncated ? COLOUR.warning : COLOUR.soft;
    const face = flow.type.regular;
    flow.paragraph(rowsText(section, this.document.locale), { face, size: TYPE.small, colour });
    const missing = missingChartNote(section, this.document.locale);
    if (missing !== "") flow.paragraph(missing, { face, size: TYPE.small, colour: COLOUR.warning });
    flow.y -= AFTER_COUNT;
  }

  async #drawTable(bands: readonly TableDrawing[]): Promise<void> {
    const { flow } = this;
    // A chart may have left too little of the page.
    if (firstRowsHeight(bands) > flow.room) flow.newPage();
    const [only, ...more] = bands;
    const table = only && more.length === 0 ? new Table(flow, only) : new BandedTable(flow, bands);
    const { length } = this.section.columns;
    let number = 0;
    for await (const group of this.#groups()) {
      for (const texts of group) {
        if (texts.length > length) table.add(this.#setSummary(texts));
        else table.add({ cells: this.#setRow(texts, flow.type.regular), number: ++number });
        if (flow.isFull) await flow.drain();
      }
    }
    table.end();
    await flow.drain();
  }

  async *#groups(): AsyncGenerator<readonly RowTexts[]> {
    yield this.firstRows;
    yield* this.rows;
  }

  #bands(): TableDrawing[] {
    const { flow, plan } = this;
    const { columns } = this.section;
    const head = {
      cells: columns.map(({ label }, at) => this.#headLines(label, at)),
      atEnd: columns.map(standsAtEnd),
    };
    const width = flow.bodyWidth(plan.landscape);
    return plan.bands.map((band, at) => {
      const banner = plan.bands.length > 1 ? bannerOf(plan, at, columns.length, this.document.locale) : null;
      return new TableDrawing(flow, band, plan.size, head, width, banner);
    });
  }

  /** A head must leave room for rows, on every page. */
  #headLines(label: string, at: number): readonly TextLine[] {
    const { bold } = this.flow.type;
    const lines = bold.lines(label, this.#widths[at] ?? 0);
    return lines.length > MOST_HEAD_LINES
      ? [...lines.slice(0, MOST_HEAD_LINES - 1), ...bold.lines("\u2026", Number.POSITIVE_INFINITY)]
      : lines;
  }

  #setSummary(texts: RowTexts): NumberedRow {
    const { length } = this.section.columns;
    const cells = this.#setRow(texts.slice(0, length), this.flow.type.bold);
    return { cells, number: 0, level: Number(texts[length]) };
  }

  #setRow(texts: RowTexts, face: Face): SetRow {
    const cells: (readonly TextLine[])[] = new Array(texts.length);
    for (let at = 0; at < texts.length; at++) cells[at] = this.#setCell(texts[at] ?? "", at, face);
    return cells;
  }

  #setCell(text: string, at: number, face: Face): readonly TextLine[] {
    if (text === "") return NO_LINES;
    const width = this.#widths[at] ?? 0;
    const lines = face.lines(text, width);
    if (lines.length === 1 || this.section.columns[at]?.type === "string") return lines;
    const [whole, ...more] = face.lines(text, Number.POSITIVE_INFINITY);
    if (!whole || more.length > 0 || whole.width * LEAST_SQUEEZE > width) return lines;
    return [{ ...whole, width, squeeze: Math.floor((100 * width) / whole.width) }];
  }
}

/** Height of a head with the rows that no page break may part from what is above it. */
function firstRowsHeight(bands: readonly TableDrawing[]): Length {
  const [first] = bands;
  return first ? first.headHeight + ROWS_WITH_HEADING * first.heightOf(1) : 0;
}

function bannerOf({ bands }: TablePlan, at: number, columns: number, locale: string): string {
  const shown = (bands[at] ?? []).filter((column) => column.index !== ROW_NUMBER);
  const first = (shown[0]?.index ?? 0) + 1;
  const last = (shown.at(-1)?.index ?? 0) + 1;
  const { part_of_column, part_of_columns } = wordsOf(locale);
  return filled(first === last ? part_of_column : part_of_columns, {
    part: String(at + 1),
    parts: String(bands.length),
    from: String(first),
    to: String(last),
    columns: String(columns),
  });
}
