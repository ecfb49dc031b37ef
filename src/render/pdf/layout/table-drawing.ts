import type { TextLine } from "../text/text-line";
import { line, rectangle } from "./canvas";
import { type PageFlow, widthOf } from "./page-flow";
import { type Band, type PlacedColumn, ROW_NUMBER } from "./table-plan";
import { BASELINE, COLOUR, cellPadding, LEADING, type Length, MARGIN, TYPE } from "./theme";

/** Lines of each cell, by the section's columns. */
export type SetRow = readonly (readonly TextLine[])[];

export interface NumberedRow {
  readonly cells: SetRow;
  /** Counts data rows from 1. */
  readonly number: number;
  /** Of a row of subtotals or totals, which has no number. */
  readonly level?: number;
}

/** Part of a row: all of its lines, or those that fit on a page. */
export interface RowSlice {
  readonly row: NumberedRow;
  readonly from: number;
  readonly to: number;
}

export interface TableHead {
  readonly cells: SetRow;
  /** By column: numbers stand at the end of their column. */
  readonly atEnd: readonly boolean[];
}

/** Draws heads and rows of one band of a table where the page flow stands. */
export class TableDrawing {
  readonly headHeight: Length;
  readonly #leading: Length;
  readonly #baseline: Length;
  readonly #padding: { readonly side: Length; readonly block: Length };
  readonly #left: Length;
  readonly #right: Length;

  /** @param banner says which columns these are, when they are not all */
  constructor(
    private readonly flow: PageFlow,
    private readonly band: Band,
    private readonly size: Length,
    private readonly tableHead: TableHead,
    private readonly pageWidth: Length,
    private readonly banner: string | null,
  ) {
    this.#padding = cellPadding(size);
    this.#leading = Math.round(size * LEADING);
    this.#baseline = Math.round(size * BASELINE);
    const bannerHeight = banner === null ? 0 : Math.round(TYPE.small * LEADING * 1.2);
    this.headHeight = this.rowHeight({ cells: tableHead.cells, number: 0 }) + bannerHeight;
    const last = band.at(-1);
    const width = last ? last.offset + last.width : 0;
    this.#left = MARGIN.side + (flow.rightToLeft ? pageWidth - width : 0);
    this.#right = this.#left + width;
  }

  /** Lines of the row's tallest cell in this band; at least one. */
  lineCount(row: NumberedRow): number {
    let count = 1;
    for (const { index } of this.band) count = Math.max(count, row.cells[index]?.length ?? 0);
    return count;
  }

  rowHeight(row: NumberedRow): Length {
    return this.heightOf(this.lineCount(row));
  }

  heightOf(lines: number): Length {
    return lines * this.#leading + 2 * this.#padding.block;
  }

  /** Lines of a row for which a height is enough. */
  linesIn(height: Length): number {
    return Math.floor((height - 2 * this.#padding.block) / this.#leading);
  }

  /** Draws the head and these rows below it. */
  draw(slices: readonly RowSlice[]): void {
    this.#head();
    this.#background(slices);
    for (const slice of slices) {
      this.#row(slice);
      this.flow.y -= this.heightOf(slice.to - slice.from);
    }
  }

  #head(): void {
    const { canvas, type } = this.flow;
    if (this.banner !== null) this.#banner(this.banner);
    const bottom = this.flow.y - this.headHeight;
    for (const column of this.band) {
      const isNumber = column.index === ROW_NUMBER;
      const lines = isNumber
        ? type.bold.lines("#", Number.POSITIVE_INFINITY)
        : (this.tableHead.cells[column.index] ?? []);
      lines.forEach((textLine, at) => {
        // Heads stand on the rule below them, however many lines their neighbours have.
        const y = bottom + this.#padding.block + (lines.length - 1 - at) * this.#leading + this.#baseline;
        canvas.text(textLine, this.#xOf(textLine, column), y, this.size, COLOUR.soft);
      });
    }
    canvas.stroke(line(this.#left, bottom, this.#right, bottom), COLOUR.strongRule, 90);
    this.flow.y = bottom;
  }

  #banner(text: string): void {
    const [textLine] = this.flow.type.regular.lines(text, Number.POSITIVE_INFINITY);
    if (!textLine) return;
    const x = this.flow.rightToLeft ? this.#right - widthOf(textLine, TYPE.small) : this.#left;
    this.flow.canvas.text(textLine, x, this.flow.y - TYPE.small, TYPE.small, COLOUR.accent);
  }

  /** A tint on every second row and a rule below each. */
  #background(slices: readonly RowSlice[]): void {
    let stripes = "";
    let rules = "";
    const sums: [string, string] = ["", ""];
    let bottom = this.flow.y;
    for (const { row, from, to } of slices) {
      const height = this.heightOf(to - from);
      if (row.level !== undefined) sums[row.level === 0 ? 0 : 1] += this.#sumRules(row.level, bottom, height);
      bottom -= height;
      if (row.level === undefined && row.number % 2 === 0)
        stripes += rectangle(this.#left, bottom, this.#right - this.#left, height);
      rules += line(this.#left, bottom, this.#right, bottom);
    }
    if (stripes) this.flow.canvas.fill(stripes, COLOUR.band);
    if (rules) this.flow.canvas.stroke(rules, COLOUR.rule, 50);
    if (sums[1]) this.flow.canvas.stroke(sums[1], COLOUR.strongRule, 70);
    if (sums[0]) this.flow.canvas.stroke(sums[0], COLOUR.ink, 90);
  }

  /** A sum stands below a rule, the grand total between two. */
  #sumRules(level: number, top: Length, height: Length): string {
    const above = line(this.#left, top, this.#right, top);
    return level === 0 ? above + line(this.#left, top - height, this.#right, top - height) : above;
  }

  #row({ row, from, to }: RowSlice): void {
    const { canvas } = this.flow;
    const first = this.flow.y - this.#padding.block - this.#leading + this.#baseline;
    for (const column of this.band) {
      const isNumber = column.index === ROW_NUMBER;
      const lines = isNumber ? this.#rowNumber(row) : (row.cells[column.index] ?? []);
      const end = Math.min(to, lines.length);
      for (let at = from; at < end; at++) {
        const textLine = lines[at];
        if (!textLine || textLine.width === 0) continue;
        const y = first - (at - from) * this.#leading;
        canvas.text(textLine, this.#xOf(textLine, column), y, this.size, isNumber ? COLOUR.soft : COLOUR.ink);
      }
    }
  }

  #rowNumber({ number, level }: NumberedRow): readonly TextLine[] {
    if (level !== undefined) return [];
    return this.flow.type.regular.lines(String(number), Number.POSITIVE_INFINITY);
  }

  #xOf(textLine: TextLine, column: PlacedColumn): Length {
    const { rightToLeft } = this.flow;
    const left = MARGIN.side + (rightToLeft ? this.pageWidth - column.offset - column.width : column.offset);
    const atEnd = column.index === ROW_NUMBER || this.tableHead.atEnd[column.index] === true;
    const atRight = rightToLeft ? !atEnd : atEnd || textLine.rightToLeft;
    const inside = column.width - this.#padding.side - widthOf(textLine, this.size);
    return left + (atRight ? inside : this.#padding.side);
  }
}
