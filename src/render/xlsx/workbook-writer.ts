import { type Chart, type ReportDocument, type TableSection, tablesOf } from "../document";
import { relationships } from "../office/package-parts";
import { sampleRows } from "../office/sample";
import { countedRows } from "../values/counted-rows";
import { localeDirection } from "../values/locale";
import { chartDescription } from "../values/words";
import { zoneOffsets } from "../values/zone";
import { wordsOf } from "../words";
import type { ZipWriter } from "../zip/zip-writer";
import { aboutSheet, type OtherSheet, type WrittenSection } from "./about-sheet";
import type { CellContext } from "./cells";
import { boundChart, cellsInTable, type PointCells } from "./charts/bound-chart";
import { chartXml } from "./charts/chart-part";
import { CHART_CHARACTERS, CHART_WIDTH, drawingXml, heightOnSheet } from "./charts/drawing-part";
import { pointsSheet } from "./charts/points-sheet";
import { overviewSheet } from "./overview-sheet";
import { writePackage } from "./package";
import { RowSource } from "./row-source";
import { SheetNames } from "./sheet-names";
import { StyleSheet } from "./styles";
import { type SheetLimits, TableSheet } from "./table-sheet";
import type { Sheet } from "./workbook";

/** A chart and the table that it belongs to; `cells` once it is known where its points stand. */
interface PlacedChart {
  readonly chart: Chart;
  readonly section: TableSection;
  readonly cells: PointCells | null;
}

/** Writes the parts of one workbook. */
export class WorkbookWriter {
  readonly #names = new SheetNames();
  readonly #styles = new StyleSheet();
  readonly #sheets: Sheet[] = [];
  readonly #others: OtherSheet[] = [];
  readonly #charts: PlacedChart[] = [];
  readonly #offsetAt: (instant: number) => number;

  constructor(
    private readonly document: ReportDocument,
    private readonly zip: ZipWriter,
    private readonly limits: SheetLimits,
  ) {
    this.#offsetAt = zoneOffsets(document.time_zone);
  }

  async write(): Promise<void> {
    const { document } = this;
    const tables = tablesOf(document);
    const tablesFirst = document.sections[0]?.kind === "table";
    if (!tablesFirst) await this.#writeOverview();
    const written: WrittenSection[] = [];
    for (const table of tables) written.push(await this.#writeTable(table));
    if (tablesFirst) await this.#writeOverview();
    await this.#writeCharts();
    const about = (name: string) => ({
      name,
      xml: aboutSheet(document, written, this.#others, this.#context()),
    });
    await this.#writePlain(this.#words.about, about);
    await writePackage(document, this.zip, this.#sheets, this.#styles, this.#charts.length);
  }

  get #words() {
    return wordsOf(this.document.locale).workbook;
  }

  #context(): CellContext {
    const { locale } = this.document;
    return {
      styles: this.#styles,
      locale,
      offsetAt: this.#offsetAt,
      startSide: localeDirection(locale) === "rtl" ? "right" : "left",
      tally: { cutCells: 0, lines: 1 },
    };
  }

  /** Texts and figures together: a sheet of its own for each would hold a few lines. */
  async #writeOverview(): Promise<void> {
    const sections = this.document.sections.filter((section) => section.kind !== "table");
    const [first, ...more] = sections;
    if (first === undefined) return;
    const isFirst = this.#sheets.length === 0;
    const holds = sections.map(({ title }) => title).join(", ");
    await this.#writePlain(more.length === 0 ? first.title : this.#words.overview, (name) => {
      this.#others.push({ name, holds });
      return { xml: overviewSheet(this.document, sections, this.#context(), isFirst) };
    });
  }

  /** Writes a table's rows on as many sheets as they need, at least one, and notes where its chart's points stand. */
  async #writeTable(section: TableSection): Promise<WrittenSection> {
    const { document, zip, limits } = this;
    const { chart } = section;
    const context = this.#context();
    const sample = await sampleRows(section);
    const chartWidth = chart === null ? 0 : CHART_CHARACTERS;
    const table = new TableSheet(document, section, sample, context, limits, chartWidth);
    const sheets: Sheet[] = [];
    let firstRows: readonly number[] | undefined;
    const source = new RowSource(countedRows(section));
    try {
      do {
        const { name, part } = this.#next(section.title);
        const place = {
          hasDrawing: chart !== null && sheets.length === 0,
          isFirst: this.#sheets.length === 0,
        };
        const rows = await zip.stream(`xl/${part}`, (entry) => table.write(source, entry, place));
        const sheet = { name, part, rows: rows.dataRows, table: rows.range, pagesWide: table.pagesWide };
        firstRows ??= rows.firstRows;
        this.#sheets.push(sheet);
        sheets.push(sheet);
      } while (await source.hasMore());
    } finally {
      await source.close();
    }
    const [first] = sheets;
    if (chart !== null && first !== undefined) {
      const cells = cellsInTable(chart, section, first.name, firstRows ?? []);
      this.#charts.push({ chart, section, cells });
      await this.#writeDrawing(chart, section, first.part, this.#charts.length);
    }
    return { section, sheets, cutCells: context.tally.cutCells };
  }

  async #writeDrawing(chart: Chart, section: TableSection, sheetPart: string, number: number): Promise<void> {
    const { zip } = this;
    const description = chartDescription(chart, this.document.locale);
    const drawing = drawingXml(chart, section.columns.length + 1, `Chart ${number}`, description);
    const sheet = sheetPart.replace("worksheets/", "");
    await zip.add(
      `xl/worksheets/_rels/${sheet}.rels`,
      relationships([["drawing", `../drawings/drawing${number}.xml`]]),
    );
    await zip.add(`xl/drawings/drawing${number}.xml`, drawing);
    await zip.add(
      `xl/drawings/_rels/drawing${number}.xml.rels`,
      relationships([["chart", `../charts/chart${number}.xml`]]),
    );
  }

  /** The charts, after a sheet for the points of those that show no rows of their table. */
  async #writeCharts(): Promise<void> {
    const apart = this.#charts.filter(({ cells }) => cells === null);
    let placed: readonly PointCells[] = [];
    if (apart.length > 0) {
      await this.#writePlain(this.#words.chart_data, (name) => {
        this.#others.push({ name, holds: this.#words.holds_points });
        const { xml, cells } = pointsSheet(this.document, name, apart, this.#context());
        placed = cells;
        return { xml };
      });
    }
    for (const [at, { chart, cells }] of this.#charts.entries()) {
      const found = cells ?? placed[apart.findIndex((one) => one.chart === chart)];
      if (found === undefined) continue;
      const bound = boundChart(chart, found, this.document.locale);
      const place = { width: CHART_WIDTH, height: heightOnSheet(chart), titled: true };
      await this.zip.add(`xl/charts/chart${at + 1}.xml`, chartXml(bound, this.document.locale, place));
    }
  }

  async #writePlain(title: string, make: (name: string) => { readonly xml: string }): Promise<void> {
    const { name, part } = this.#next(title);
    this.#sheets.push({ name, part, rows: null, table: null, pagesWide: 1 });
    await this.zip.add(`xl/${part}`, make(name).xml);
  }

  #next(title: string): Pick<Sheet, "name" | "part"> {
    return { name: this.#names.claim(title), part: `worksheets/sheet${this.#sheets.length + 1}.xml` };
  }
}
