import type { ReportDocument, Section } from "../../document";
import { rowsText } from "../../values/words";
import type { Bookmark } from "../file/document-parts";
import type { TextLine } from "../text/text-line";
import { CHART_HEIGHT, drawChart } from "./chart-figure";
import { measureColumns, standsAtEnd } from "./measure-columns";
import type { PageFlow } from "./page-flow";
import { type RowTexts, rowTexts } from "./row-texts";
import { BandedTable, Table } from "./table";
import { type SetRow, TableDrawing } from "./table-drawing";
import { planTable, ROW_NUMBER, type TablePlan } from "./table-plan";
import { COLOUR, cellPadding, type Length, points, TYPE } from "./theme";

const BEFORE_SECTION = points(20);
const AFTER_HEADING = points(7);
/** Rows that no page break may part from the heading. */
const ROWS_WITH_HEADING = 2;
/** Longer column names are shortened. */
const MOST_HEAD_LINES = 10;
/** A number or date a little too wide is squeezed, down to this part of its width, rather than broken. */
const LEAST_SQUEEZE = 0.6;
const NO_LINES: readonly TextLine[] = [];

/** One section: heading, how many rows it holds, chart, table. */
export class SectionLayout {
  readonly plan: TablePlan;
  /** Room for text in each column, in 1/1000 of the font size. */
  readonly #widths: readonly number[];

  private constructor(
    private readonly flow: PageFlow,
    private readonly document: ReportDocument,
    private readonly section: Section,
    private readonly rows: AsyncGenerator<readonly RowTexts[]>,
    private readonly firstRows: readonly RowTexts[],
  ) {
    const { type } = flow;
    const columns = measureColumns(section.columns, firstRows, type, section.rows_written);
    const rowNumber = type.regular.measure(String(section.rows_written));
    this.plan = planTable(columns, (landscape) => flow.bodyWidth(landscape), rowNumber);
    const placed = this.plan.bands.flat().filter((column) => column.index !== ROW_NUMBER);
    const { size } = this.plan;
    this.#widths = placed.map(({ width }) => ((width - 2 * cellPadding(size).side) * 1000) / size);
  }

  /** Reads the first rows, so that paper and columns are known before anything is drawn. */
  static async open(flow: PageFlow, document: ReportDocument, section: Section): Promise<SectionLayout> {
    const { regular, bold } = flow.type;
    bold.want(section.title);
    for (const column of section.columns) bold.want(column.label);
    regular.want(rowsText(section, document.locale));
    await flow.type.load();
    const rows = rowTexts(section, document, regular);
    const first = await rows.next();
    return new SectionLayout(flow, document, section, rows, first.done ? [] : first.value);
  }

  /** Draws the section from where the page flow stands; returns where it begins. */
  async draw(): Promise<Bookmark> {
    const { flow, section } = this;
    try {
      const bands = this.#bands();
      this.#beginOnPage(bands);
      const bookmark = { title: section.title, page: flow.page, top: Math.ceil(flow.y / 100) };
      this.#drawHeading();
      if (section.chart) await drawChart(flow, section.chart, this.document.locale);
      if (section.columns.length > 0) await this.#drawTable(bands);
      return bookmark;
    } finally {
      await this.rows.return(undefined);
    }
  }

  /** A heading is never the last thing on a page. */
  #beginOnPage(bands: readonly TableDrawing[]): void {
    const { flow, section, plan } = this;
    const turns = flow.landscape !== plan.landscape;
    const next = section.chart ? CHART_HEIGHT : firstRowsHeight(bands);
    const needed = BEFORE_SECTION + 3 * TYPE.heading + AFTER_HEADING + next;
    if (turns || (needed > flow.room && !flow.isFresh)) flow.newPage(plan.landscape);
    else if (!flow.isFresh) flow.y -= this.#isAlone ? 0 : BEFORE_SECTION;
  }

  /** One section that is called as the report is does not repeat the name. */
  get #isAlone(): boolean {
    return this.document.sections.length === 1 && this.section.title === this.document.title;
  }

  #drawHeading(): void {
    const { flow, section } = this;
    const { regular, bold } = flow.type;
    if (!this.#isAlone) flow.paragraph(section.title, { face: bold, size: TYPE.heading, colour: COLOUR.ink });
    const colour = section.truncated ? COLOUR.warning : COLOUR.soft;
    flow.paragraph(rowsText(section, this.document.locale), { face: regular, size: TYPE.small, colour });
    flow.y -= AFTER_HEADING;
  }

  async #drawTable(bands: readonly TableDrawing[]): Promise<void> {
    const { flow } = this;
    // A chart may have left too little of the page.
    if (firstRowsHeight(bands) > flow.room) flow.newPage();
    const [only, ...more] = bands;
    const table = only && more.length === 0 ? new Table(flow, only) : new BandedTable(flow, bands);
    let number = 0;
    for await (const group of this.#groups()) {
      for (const texts of group) {
        table.add({ cells: this.#setRow(texts), number: ++number });
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
      const banner = plan.bands.length > 1 ? bannerOf(plan, at, columns.length) : null;
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

  #setRow(texts: RowTexts): SetRow {
    const cells: (readonly TextLine[])[] = new Array(texts.length);
    for (let at = 0; at < texts.length; at++) cells[at] = this.#setCell(texts[at] ?? "", at);
    return cells;
  }

  #setCell(text: string, at: number): readonly TextLine[] {
    if (text === "") return NO_LINES;
    const face = this.flow.type.regular;
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

function bannerOf({ bands }: TablePlan, at: number, columns: number): string {
  const shown = (bands[at] ?? []).filter((column) => column.index !== ROW_NUMBER);
  const first = (shown[0]?.index ?? 0) + 1;
  const last = (shown.at(-1)?.index ?? 0) + 1;
  const range = first === last ? `column ${first}` : `columns ${first} to ${last}`;
  return `Part ${at + 1} of ${bands.length}: ${range} of ${columns}`;
}
