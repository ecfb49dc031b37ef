import type { ReportDocument, TableSection } from "../document";
import { paperOf } from "../office/paper";
import { wrappedLines } from "../office/text-width";
import { isNumeric } from "../values/format";
import { localeDirection } from "../values/locale";
import { XML_DECLARATION } from "../xml";
import { type CellContext, textWriter } from "./cells";
import { columnLetters } from "./column-letters";
import { BUTTON, MIN_WIDTH } from "./column-widths";
import { OFFICE_RELATIONSHIPS_NAMESPACE, SPREADSHEET_NAMESPACE } from "./workbook";

/** What a sheet says about itself before its cells. */
export interface SheetView {
  /** All cells, such as `A1:H101` (18.3.1.35); null when it is not known yet. */
  readonly dimension: string | null;
  /** Whether it is the sheet that is shown first. */
  readonly isFirst: boolean;
  /** Whether row 1 is a header that stays in view, or a sheet without grid. */
  readonly isTable: boolean;
}

/** Everything before the columns. */
export function sheetHead(locale: string, { dimension, isFirst, isTable }: SheetView): string {
  const direction = localeDirection(locale) === "rtl" ? ' rightToLeft="1"' : "";
  const look = `${isTable ? "" : ' showGridLines="0"'}${direction}${isFirst ? ' tabSelected="1"' : ""}`;
  const view = isTable
    ? `<sheetView${look} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" ` +
      'state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView>'
    : `<sheetView${look} workbookViewId="0"/>`;
  return (
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET_NAMESPACE}" xmlns:r="${OFFICE_RELATIONSHIPS_NAMESPACE}">` +
    `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${dimension === null ? "" : `<dimension ref="${dimension}"/>`}` +
    `<sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>`
  );
}

/** Sheets are wide: they lie unless told. */
export function sheetOrientation({ page }: ReportDocument): "portrait" | "landscape" {
  return page?.orientation ?? "landscape";
}

/** What stands below the rows of every sheet: paper, and sheet name and page of pages in the footer. */
export function sheetTail(document: ReportDocument, pagesWide: number): string {
  return (
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="${paperOf(document).code}" fitToWidth="${pagesWide}" fitToHeight="0" ` +
    `orientation="${sheetOrientation(document)}"/>` +
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
  );
}

const NUMBER_SIDE = { horizontal: "right", indent: 2 } as const;
const CENTRED = { horizontal: "center" } as const;

export function headerRow(
  { columns }: TableSection,
  context: CellContext,
  widths: readonly number[],
): string {
  const cells = columns.map((column, at) => {
    // The filter's button stands in the right corner; the indent keeps a number's label clear of it.
    const side = isNumeric(column) ? NUMBER_SIDE : column.type === "boolean" ? CENTRED : {};
    const style = { font: "bold", header: true, wrap: true, ...side } as const;
    return textWriter(columnLetters(at), context, style)(column.label, "1");
  });
  const lines = columns.map(({ label }, at) => wrappedLines(label, (widths[at] ?? MIN_WIDTH) - BUTTON));
  const height = Math.min(MAX_HEIGHT, Math.max(1, ...lines) * LINE_HEIGHT + HEADER_PADDING);
  return `<sheetData><row r="1" ht="${height}" customHeight="1">${cells.join("")}</row>`;
}

/** The `cols` element (18.3.1.17). */
export function colsXml(widths: readonly number[]): string {
  if (widths.length === 0) return "";
  const cols = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<cols>${cols.join("")}</cols>`;
}

/** Points. */
const LINE_HEIGHT = 15;
const HEADER_PADDING = 6;
const MAX_HEIGHT = 405;

/** The height of a row with several lines, as Excel would find it; LibreOffice does not look itself. */
export function heightOf(lines: number): string {
  return lines < 2 ? "" : ` ht="${Math.min(MAX_HEIGHT, lines * LINE_HEIGHT)}"`;
}
