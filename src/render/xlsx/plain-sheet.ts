import type { Cell, Column, ReportDocument } from "../document";
import { wrappedLines } from "../office/text-width";
import { type CellContext, cellWriter, textWriter } from "./cells";
import { columnLetters } from "./column-letters";
import { colsXml, heightOf, sheetHead, sheetTail } from "./sheet-parts";
import type { CellStyle } from "./styles";

export interface PlainCell {
  /** Column from 0. */
  readonly at: number;
  readonly content: Cell;
  /** What kind of value it is; text without. */
  readonly column?: Column;
  readonly style: CellStyle;
  /** Columns that the cell covers. */
  readonly span?: number;
}

export interface PlainLine {
  readonly cells: readonly PlainCell[];
  /** Height in lines of text, where it is more than what its wrapped cells need. */
  readonly lines?: number;
}

/** A small sheet that is no table of the report: written as a whole, without grid. */
export function plainSheet(
  document: ReportDocument,
  widths: readonly number[],
  lines: readonly PlainLine[],
  context: CellContext,
  isFirst = false,
): string {
  const merged: string[] = [];
  const rows = lines.map(({ cells, lines: least = 1 }, index) => {
    const row = String(index + 1);
    const markup = cells.map(({ at, content, column, style, span = 1 }) => {
      const letters = columnLetters(at);
      if (span > 1) merged.push(`${letters}${row}:${columnLetters(at + span - 1)}${row}`);
      return column === undefined
        ? textWriter(letters, context, style)(String(content ?? ""), row)
        : cellWriter(column, letters, context, style)(content, row);
    });
    const needed = cells.map(({ at, content, style, span = 1 }) => {
      const width = widths.slice(at, at + span).reduce((sum, one) => sum + one, 0);
      return style.wrap && typeof content === "string" ? wrappedLines(content, width) : 1;
    });
    return `<row r="${row}"${heightOf(Math.max(least, ...needed))}>${markup.join("")}</row>`;
  });
  const merges = merged.map((range) => `<mergeCell ref="${range}"/>`).join("");
  const last = Math.max(0, ...lines.flatMap(({ cells }) => cells.map(({ at }) => at)));
  const dimension = `A1:${columnLetters(last)}${Math.max(1, lines.length)}`;
  return (
    sheetHead(document.locale, { dimension, isFirst, isTable: false }) +
    `${colsXml(widths)}<sheetData>${rows.join("")}</sheetData>` +
    `${merges === "" ? "" : `<mergeCells count="${merged.length}">${merges}</mergeCells>`}` +
    `${sheetTail(document, 1)}</worksheet>`
  );
}
