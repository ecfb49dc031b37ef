import type { Column, ReportDocument, Row, TableSection } from "../document";
import type { ByteSink } from "../renderer";
import { TextSink } from "../text-sink";
import { forEachKind, labelledSummary } from "../values/summaries";
import { type CellContext, cellWriter, sumWriter } from "./cells";
import { columnLetters } from "./column-letters";
import { columnWidths, EDGES } from "./column-widths";
import type { RowSource } from "./row-source";
import { colsXml, headerRow, heightOf, sheetHead, sheetOrientation, sheetTail } from "./sheet-parts";

/** When a table goes on on a further sheet. */
export interface SheetLimits {
  /** Rows of a sheet, the header included. */
  readonly rows: number;
  /** Bytes of a sheet's XML, below the 4 GiB at which its zip entry would need zip64. */
  readonly bytes: number;
}

/** Rows of a sheet in every Excel since 2007. */
export const EXCEL_LIMITS: SheetLimits = { rows: 1_048_576, bytes: 3_900_000_000 };

/** More than the cells of a sheet take on average. */
const CELL_BYTES = 1000;

/** What was written of a table on one sheet. */
export interface WrittenRows {
  readonly dataRows: number;
  /** Row numbers of the first data rows: as many as a chart has points. */
  readonly firstRows: readonly number[];
  /** The cells from the first header to the last value, without sums at the end: what can be filtered and sorted. */
  readonly range: string;
}

/** A section's table: everything that its sheets have in common. */
export class TableSheet {
  /** Pages that a printed row takes. */
  readonly pagesWide: number;
  readonly #columns: readonly Column[];
  readonly #locale: string;
  readonly #header: string;
  readonly #tail: string;
  readonly #lastColumn: string;
  readonly #limits: SheetLimits;
  readonly #row: (row: Row) => string;
  readonly #width: number;
  /** Rows that are still to come. */
  #left: number;
  /** Number on the sheet of the row that is written. */
  #number = 1;

  /** @param chartWidth characters that a chart takes beside the table */
  constructor(
    document: ReportDocument,
    section: TableSection,
    sample: readonly Row[],
    context: CellContext,
    limits: SheetLimits,
    chartWidth = 0,
  ) {
    this.#columns = section.columns;
    this.#width = section.summary_rows > 0 ? section.columns.length : Number.POSITIVE_INFINITY;
    this.#limits = limits;
    this.#lastColumn = columnLetters(Math.max(0, section.columns.length - 1));
    const widths = columnWidths(document, section, sample);
    this.pagesWide =
      Math.ceil(
        (widths.reduce((sum, width) => sum + width, 0) + chartWidth) / PAGE_WIDTH[sheetOrientation(document)],
      ) || 1;
    this.#locale = document.locale;
    this.#header = colsXml(widths) + headerRow(section, context, widths);
    this.#left = section.rows_written + section.summary_rows;
    this.#tail = sheetTail(document, this.pagesWide);
    const room = widths.map(roomOf);
    const writers = section.columns.map((column, at) =>
      cellWriter(column, columnLetters(at), context, {}, room[at]),
    );
    const data = this.#rowWriter(writers, context);
    this.#row = section.summary_rows === 0 ? data : this.#withSums(section, context, data, room);
  }

  /** Writes one sheet (ECMA-376 part 1, 18.3) with as many rows as it can hold. */
  async write(
    source: RowSource,
    sink: ByteSink,
    { hasDrawing, isFirst }: { readonly hasDrawing: boolean; readonly isFirst: boolean },
  ): Promise<WrittenRows> {
    let bytes = 0;
    const out = new TextSink({
      write: (chunk) => {
        bytes += chunk.length;
        return sink.write(chunk);
      },
    });
    const dimension = this.#dimension();
    out.add(sheetHead(this.#locale, { dimension, isFirst, isTable: true }) + this.#header);
    const firstRows: number[] = [];
    let dataRows = 0;
    let lastData = 1;
    this.#number = 1;
    const capacity = this.#limits.rows;
    while (this.#number < capacity && bytes < this.#limits.bytes) {
      const batch = await source.take();
      if (batch === null) break;
      const fitting = Math.min(batch.length, capacity - this.#number);
      let at = 0;
      for (; at < fitting && bytes < this.#limits.bytes; at += 1) {
        const row = batch[at] ?? [];
        this.#number += 1;
        out.add(this.#row(row));
        if (row.length <= this.#width) {
          dataRows += 1;
          lastData = this.#number;
          if (firstRows.length < MOST_CHARTED) firstRows.push(this.#number);
        }
        if (out.full) await out.flush();
      }
      if (at < batch.length) source.putBack(batch.slice(at));
    }
    this.#left -= this.#number - 1;
    const range = `A1:${this.#lastColumn}${lastData}`;
    out.add(`</sheetData>${this.#end(range, hasDrawing)}</worksheet>`);
    await out.flush();
    return { dataRows, firstRows, range };
  }

  /** The cells that the sheet will have, or null where its bytes could end it before. */
  #dimension(): string | null {
    const rows = Math.min(this.#limits.rows, 1 + this.#left);
    const isSure = rows * this.#columns.length * CELL_BYTES < this.#limits.bytes;
    return isSure ? `A1:${this.#lastColumn}${rows}` : null;
  }

  #end(range: string, hasDrawing: boolean): string {
    const filter = this.#columns.length === 0 ? "" : `<autoFilter ref="${range}"/>`;
    const cells = `A1:${this.#lastColumn}${this.#number}`;
    // Ids and long numbers are text on purpose: no green corners.
    const quiet = `<ignoredErrors><ignoredError sqref="${cells}" numberStoredAsText="1"/></ignoredErrors>`;
    return `${filter}${this.#tail}${quiet}${hasDrawing ? '<drawing r:id="rId1"/>' : ""}`;
  }

  #rowWriter(
    writers: readonly ReturnType<typeof cellWriter>[],
    { tally }: CellContext,
  ): (row: Row) => string {
    return (row) => {
      const r = String(this.#number);
      tally.lines = 1;
      let cells = "";
      for (let at = 0; at < writers.length; at += 1) cells += writers[at]?.(row[at], r) ?? "";
      return `<row r="${r}"${heightOf(tally.lines)}>${cells}</row>`;
    };
  }

  #withSums(
    section: TableSection,
    context: CellContext,
    data: (row: Row) => string,
    room: readonly number[],
  ): (row: Row) => string {
    const { columns } = section;
    const [total, subtotal] = [0, 1].map((level) =>
      this.#rowWriter(
        columns.map((column, at) => sumWriter(column, columnLetters(at), context, level, room[at])),
        context,
      ),
    );
    return forEachKind(section, data, (cells, level) => {
      const write = level === 0 ? total : subtotal;
      return write?.(labelledSummary(columns, cells, level, context.locale)) ?? "";
    });
  }
}

/** Points of a chart. */
const MOST_CHARTED = 50;

/** Text is wrapped from here; a narrower column has short text, and a rare long one would make too high a row. */
const WRAPPED = 24;

/** Characters to which text is wrapped in a column of this width. */
const roomOf = (width: number) => (width < WRAPPED ? Number.POSITIVE_INFINITY : width - EDGES);

/** Characters that a page takes when it is shrunk as far as one can still read. */
const PAGE_WIDTH = { landscape: 210, portrait: 145 } as const;
