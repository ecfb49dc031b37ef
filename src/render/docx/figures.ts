import type { FiguresSection, ReportDocument } from "../document";
import { textWidth as widthOfText } from "../office/text-width";
import { figureText } from "../values/format";
import { localeDirection } from "../values/locale";
import { escapeAttribute } from "../xml";
import type { Page } from "./page";
import { paragraph } from "./runs";
import { TABLE_END } from "./table";

/** Twips. */
const NARROWEST = 2200;
const GAP = 170;

/** Characters of its face that a value is set in, in twips; one that is wider than its tile is set smaller. */
const CHARACTER = 185;
const PADDING = 150;

/** A tile for each figure, in tables of one row each, so that rows stay apart and tiles whole. */
export function figuresXml(
  { title, figures }: FiguresSection,
  document: ReportDocument,
  { textWidth }: Page,
): string {
  const most = Math.max(1, Math.floor((textWidth + GAP) / (NARROWEST + GAP)));
  const rows = Math.ceil(figures.length / most);
  const columns = Math.min(most, Math.max(3, Math.ceil(figures.length / Math.max(1, rows))));
  const width = Math.floor((textWidth - (columns - 1) * GAP) / columns);
  const texts = figures.map((figure) => figureText(figure, document.locale, document.time_zone));
  // One size for all: a larger one would say that a figure matters more.
  const isWide = texts.some((text) => widthOfText(text) * CHARACTER > width - 2 * PADDING);
  const style = isWide ? "FigureWords" : "Figure";
  const tiles = figures.map(({ label }, at) =>
    tileXml(paragraph("FigureLabel", label) + paragraph(style, texts[at] ?? ""), width),
  );
  const start = tableStart(title, localeDirection(document.locale) === "rtl");
  return Array.from({ length: rows }, (_, at) => {
    const inRow = tiles.slice(at * columns, (at + 1) * columns);
    // LibreOffice lets a narrower table stand at the left even where pages are read from the right.
    while (inRow.length < columns) inRow.push(emptyXml(width));
    const grid = inRow.map(() => `<w:gridCol w:w="${width}"/>`).join(`<w:gridCol w:w="${GAP}"/>`);
    const row = `<w:tr><w:trPr><w:cantSplit/></w:trPr>${inRow.join(BETWEEN)}</w:tr>`;
    return `${start}<w:tblGrid>${grid}</w:tblGrid>${row}${TABLE_END}`;
  }).join("");
}

function tableStart(title: string, rightToLeft: boolean): string {
  return (
    `<w:tbl><w:tblPr>${rightToLeft ? "<w:bidiVisual/>" : ""}<w:tblW w:w="0" w:type="auto"/>` +
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="110" w:type="dxa"/><w:left w:w="150" w:type="dxa"/>' +
    '<w:bottom w:w="110" w:type="dxa"/><w:right w:w="150" w:type="dxa"/></w:tblCellMar>' +
    `<w:tblCaption w:val="${escapeAttribute(title)}"/></w:tblPr>`
  );
}

function tileXml(content: string, width: number): string {
  return (
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:tcBorders>` +
    '<w:top w:val="single" w:sz="18" w:space="0" w:color="178A8A"/></w:tcBorders>' +
    `<w:shd w:val="clear" w:color="auto" w:fill="F3F6F9"/></w:tcPr>${content}</w:tc>`
  );
}

const emptyXml = (width: number) =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p></w:tc>`;

const BETWEEN = emptyXml(GAP);
