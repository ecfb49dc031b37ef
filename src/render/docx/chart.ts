import type { Chart, ReportDocument, TableSection } from "../document";
import { relationships } from "../office/package-parts";
import { chartDescription, chartNote } from "../values/words";
import { chartXml } from "../xlsx/charts/chart-part";
import { chartWorkbook } from "../xlsx/charts/chart-workbook";
import { EMU } from "../xlsx/charts/drawing-part";
import { chartHeight } from "../xlsx/charts/lying-bars";
import { CHART_NAMESPACE } from "../xlsx/charts/markup";
import { escapeAttribute } from "../xml";
import type { ZipWriter } from "../zip/zip-writer";
import type { Page } from "./page";
import { keptWithNext, paragraph } from "./runs";

/** Points. */
const HEIGHT = 225;
const TWIPS = 20;
/** Room for the title of the report and what else stands above a chart on the first page. */
const HEADINGS = 190;
/** A pie needs no more, and its legend stays beside it. */
const PIE_WIDTH = 420;

/** A chart of a document: Word's own, with the workbook that it opens when somebody edits its data. */
export interface PlacedChart {
  readonly chart: Chart;
  readonly section: TableSection;
  readonly page: Page;
  /** Counts the charts of the document, from 1. */
  readonly number: number;
  /** The main part's relationship to it. */
  readonly relationship: string;
}

/** Name of a chart's part below `word/`, and of its workbook. */
export const chartPart = ({ number }: PlacedChart) => `charts/chart${number}.xml`;
export const workbookPart = ({ number }: PlacedChart) => `embeddings/chart${number}.xlsx`;

/** Writes a chart's part (ECMA-376 part 1, 14.2.1) and its workbook (15.2.11). */
export async function writeChartParts(
  placed: PlacedChart,
  document: ReportDocument,
  zip: ZipWriter,
): Promise<void> {
  const { chart, section, number, page } = placed;
  const { bound, workbook } = await chartWorkbook(document, section, chart);
  const place = { ...sizeOf(chart, page), titled: false, workbookId: "rId1" };
  await zip.add(`word/${chartPart(placed)}`, chartXml(bound, document.locale, place));
  await zip.add(
    `word/charts/_rels/chart${number}.xml.rels`,
    relationships([["package", `../${workbookPart(placed)}`]]),
  );
  await zip.add(`word/${workbookPart(placed)}`, workbook, { stored: true });
}

/** A chart in one line of text, between its title and its note; all three stay on one page. */
export function chartParagraphs({ chart, page, number, relationship }: PlacedChart, locale: string): string {
  const { width, height } = sizeOf(chart, page);
  const note = chartNote(chart, locale);
  const inline =
    '<wp:inline distT="0" distB="0" distL="0" distR="0">' +
    `<wp:extent cx="${Math.round(width * EMU)}" cy="${Math.round(height * EMU)}"/>` +
    `<wp:docPr id="${number}" name="Chart ${number}" descr="${escapeAttribute(chartDescription(chart, locale))}"/>` +
    `<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="${CHART_NAMESPACE}">` +
    `<c:chart xmlns:c="${CHART_NAMESPACE}" r:id="${relationship}"/></a:graphicData></a:graphic></wp:inline>`;
  const line = `<w:p><w:pPr><w:pStyle w:val="Chart"/></w:pPr><w:r><w:drawing>${inline}</w:drawing></w:r></w:p>`;
  return (
    paragraph("ChartTitle", chart.title) + (note === "" ? line : keptWithNext(line) + paragraph("Note", note))
  );
}

/** Width and height in points. */
function sizeOf(chart: Chart, page: Page): { readonly width: number; readonly height: number } {
  const room = page.textWidth / TWIPS;
  const width = chart.type === "pie" ? Math.min(room, PIE_WIDTH) : room;
  return { width, height: chartHeight(chart, width, HEIGHT, page.textHeight / TWIPS - HEADINGS) };
}
