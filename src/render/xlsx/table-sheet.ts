import type { Column, ReportDocument, Row, Section } from "../document";
import { paperOf } from "../office/paper";
import { textWidth } from "../office/text-width";
import type { ByteSink } from "../renderer";
import { TextSink } from "../text-sink";
import { cellFormatter, isNumeric } from "../values/format";
import { localeDirection } from "../values/locale";
import { XML_DECLARATION } from "../xml";
import { type CellContext, cellWriter, textWriter } from "./cells";
import type { RowSource } from "./row-source";
import { SPREADSHEET_NAMESPACE } from "./workbook";

/** When a table goes on on a further sheet. */
export interface SheetLimits {
  /** Rows of a sheet, the header included. */
  readonly rows: number;
  /** Bytes of a sheet's XML, below the 4 GiB at which its zip entry would need zip64. */
  readonly bytes: number;
}

/** Rows of a sheet in every Excel since 2007. */
export const EXCEL_LIMITS: SheetLimits = { rows: 1_048_576, bytes: 3_900_000_000 };

/** Column letters: 0 is A, 25 is Z, 26 is AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** A section's table: everything that its sheets have in common. */
export class TableSheet {
  /** Pages that a printed row takes. */
  readonly pagesWide: number;
  readonly #columns: readonly Column[];
  readonly #head: string;
  readonly #tail: string;
  readonly #row: (row: Row, number: number) => string;
  readonly #lastColumn: string;
  readonly #limits: SheetLimits;

  constructor(
    document: ReportDocument,
    section: Section,
    sample: readonly Row[],
    context: CellContext,
    limits: SheetLimits,
  ) {
    this.#columns = section.columns;
    this.#limits = limits;
    this.#lastColumn = columnLetters(Math.max(0, section.columns.length - 1));
    const widths = columnWidths(document, section, sample);
    this.pagesWide = Math.ceil(widths.reduce((sum, width) => sum + width, 0) / PAGE_WIDTH) || 1;
    this.#head = sheetHead(document.locale) + colsXml(widths) + headerRow(section, context, widths);
    this.#tail = sheetTail(document.locale, this.pagesWide);
    const { tally } = context;
    const writers = section.columns.map((column, at) => cellWriter(column, columnLetters(at), context));
    this.#row = (row, number) => {
      const r = String(number);
      tally.lines = 1;
      let cells = "";
      for (let at = 0; at < writers.length; at += 1) cells += writers[at]?.(row[at], r) ?? "";
      return `<row r="${r}"${heightOf(tally.lines)}>${cells}</row>`;
    };
  }

  /** The cells from the first header to the last value. */
  range(rows: number): string {
    return `A1:${this.#lastColumn}${rows + 1}`;
  }

  /** Writes one sheet (ECMA-376 part 1, 18.3) with as many rows as it can hold; returns their number. */
  async write(source: RowSource, sink: ByteSink): Promise<number> {
    let bytes = 0;
    const out = new TextSink({
      write: (chunk) => {
        bytes += chunk.length;
        return sink.write(chunk);
      },
    });
    out.add(this.#head);
    let rows = 0;
    const capacity = this.#limits.rows - 1;
    while (rows < capacity && bytes < this.#limits.bytes) {
      const batch = await source.take();
      if (batch === null) break;
      const fitting = Math.min(batch.length, capacity - rows);
      let at = 0;
      for (; at < fitting && bytes < this.#limits.bytes; at += 1) {
        rows += 1;
        out.add(this.#row(batch[at] ?? [], rows + 1));
        if (out.full) await out.flush();
      }
      if (at < batch.length) source.putBack(batch.slice(at));
    }
    const cells = this.range(rows);
    const filter = this.#columns.length === 0 ? "" : `<autoFilter ref="${cells}"/>`;
    // Ids and long numbers are text on purpose: no green corners.
    const quiet = `<ignoredErrors><ignoredError sqref="${cells}" numberStoredAsText="1"/></ignoredErrors>`;
    out.add(`</sheetData>${filter}${this.#tail}${quiet}</worksheet>`);
    await out.flush();
    return rows;
  }
}

/** The header row stays in view. */
function sheetHead(locale: string): string {
  const direction = localeDirection(locale) === "rtl" ? ' rightToLeft="1"' : "";
  return (
    `${XML_DECLARATION}<worksheet xmlns="${SPREADSHEET_NAMESPACE}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView${direction} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
    'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>' +
    '<sheetFormatPr defaultRowHeight="15"/>'
  );
}

/** What stands below the rows of every sheet: paper, and sheet name and page of pages in the footer. */
export function sheetTail(locale: string, pagesWide: number): string {
  return (
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="${paperOf(locale).code}" fitToWidth="${pagesWide}" fitToHeight="0" orientation="landscape"/>` +
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
  );
}

function headerRow({ columns }: Section, context: CellContext, widths: readonly number[]): string {
  const cells = columns.map((column, at) => {
    // The filter's button stands in the right corner; the indent keeps a number's label clear of it.
    const side = isNumeric(column) ? ({ horizontal: "right", indent: 2 } as const) : {};
    const style = { font: "bold", header: true, wrap: true, ...side } as const;
    return textWriter(columnLetters(at), context, style)(column.label, "1");
  });
  const lines = columns.map(({ label }, at) => wrappedLines(label, (widths[at] ?? MIN_WIDTH) - BUTTON));
  const height = Math.min(MAX_HEIGHT, Math.max(1, ...lines) * LINE_HEIGHT + HEADER_PADDING);
  return `<sheetData><row r="1" ht="${height}" customHeight="1">${cells.join("")}</row>`;
}

/** Lines of a text that is wrapped in a column of this width. */
export function wrappedLines(text: string, width: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}

const MIN_WIDTH = 8;
const MAX_WIDTH = 60;
/** Room for the filter's button beside a label, and for the edges of a cell. */
const BUTTON = 4;
const EDGES = 2;

/** Characters that a landscape page takes when it is shrunk as far as one can still read. */
const PAGE_WIDTH = 210;

/** Widths in characters (18.3.1.13) that fit the header and the first rows. */
function columnWidths(document: ReportDocument, section: Section, sample: readonly Row[]): number[] {
  return section.columns.map((column, at) => {
    const format = cellFormatter(column, document.locale, document.time_zone);
    const cells = sample.map((row) => textWidth(format(row[at] ?? null)) + EDGES);
    const needed = Math.max(textWidth(column.label) + BUTTON, leastWidth(column), ...cells);
    return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, needed));
  });
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

/** Dates are written in the sheet's own way, which the sample's text does not show. */
function leastWidth(column: Column): number {
  if (column.type === "date") return "2026-11-21".length + EDGES;
  return column.type === "datetime" ? "2026-11-21 10:31:00".length + EDGES : 0;
}
