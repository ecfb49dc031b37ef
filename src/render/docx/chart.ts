import { chartDrawing } from "../chart/geometry";
import { approximateWidth, type Measure } from "../chart/measure";
import type { Chart } from "../document";
import { chartDescription, chartNote } from "../values/words";
import { escapeAttribute } from "../xml";
import { EMU, shapesXml } from "./chart-shapes";
import type { Page } from "./page";
import { paragraph } from "./runs";
import { TABLE_END } from "./table";

const HEIGHT = 215;
const WIDEST = 600;
const SIZE = 8;
/** Room for what stands above a chart on its page. */
const HEADINGS = 90;
const TWIPS = 20;
/** More shapes than a chart has. */
const SHAPES = 10_000;
/** Calibri is narrower than most faces. */
const measure: Measure = (text, size) => approximateWidth(text, size) * 0.85;

/**
 * A chart with its title and note. It is drawn as a group of shapes (DrawingML, namespaces `wpg` and `wps` of Word
 * 2010 and later) from the same geometry as in PDF and HTML, so it can be taken apart in Word, and is in one line of
 * text. `number` tells it from the document's other drawings.
 */
export function chartXml(chart: Chart, number: number, page: Page, locale: string): string {
  const drawing = chartDrawing(chart, {
    width: Math.min(WIDEST, page.textWidth / TWIPS),
    height: HEIGHT,
    highest: page.textHeight / TWIPS - HEADINGS,
    locale,
    size: SIZE,
    measure,
    turns: false,
  });
  const [cx, cy] = [Math.round(drawing.width * EMU), Math.round(drawing.height * EMU)];
  const note = chartNote(chart, locale);
  const group =
    `<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/>` +
    `<a:chOff x="0" y="0"/><a:chExt cx="${cx}" cy="${cy}"/></a:xfrm></wpg:grpSpPr>${shapesXml(drawing, measure, number * SHAPES)}</wpg:wgp>`;
  const inline =
    `<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/>` +
    `<wp:docPr id="${number}" name="Chart ${number}" descr="${escapeAttribute(chartDescription(chart, locale))}"/>` +
    "<wp:cNvGraphicFramePr/><a:graphic>" +
    `<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">${group}</a:graphicData>` +
    "</a:graphic></wp:inline>";
  return together(
    paragraph("ChartTitle", chart.title) +
      `<w:p><w:pPr><w:pStyle w:val="Chart"/></w:pPr><w:r><w:drawing>${inline}</w:drawing></w:r></w:p>` +
      (note === "" ? "" : paragraph("Note", note)),
    page.textWidth,
  );
}

/** A frame that no page break divides: LibreOffice parts a title from a drawing that only follows it. */
function together(content: string, width: number): string {
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>` +
    '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>' +
    `<w:tblGrid><w:gridCol w:w="${width}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>` +
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${content}</w:tc></w:tr>${TABLE_END}`
  );
}
