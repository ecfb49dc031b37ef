import type { PageFlow } from "./page-flow";
import type { NumberedRow, RowSlice, TableDrawing } from "./table-drawing";
import type { Length } from "./theme";

/** Rows up to this part of a page are never divided between pages. */
const WHOLE_ROW = 0.45;
/** A divided row leaves at least this many lines on a page. */
const FEWEST_LINES = 3;
/** Rows of a banded table that are held at once; reached only when all of them are short. */
const MOST_ROWS = 200;

export interface RowTaker {
  add(row: NumberedRow): void;
  /** Draws what is left; a table without rows is its head alone. */
  end(): void;
}

/** A table over any number of pages: rows are held until their page is full, then it is drawn. */
export class Table implements RowTaker {
  #slices: RowSlice[] = [];
  #room: Length;

  constructor(
    private readonly flow: PageFlow,
    private readonly drawing: TableDrawing,
  ) {
    this.#room = flow.room - drawing.headHeight;
  }

  add(row: NumberedRow): void {
    const lines = this.drawing.lineCount(row);
    const height = this.drawing.heightOf(lines);
    if (height > this.#room && height <= this.#freshRoom * WHOLE_ROW) this.#turn(row.level !== undefined);
    for (let from = 0; from < lines; ) {
      const fitting = this.drawing.linesIn(this.#room);
      if (fitting < Math.min(FEWEST_LINES, lines - from) && !this.#isEmptyPage) {
        this.#turn();
        continue;
      }
      const to = Math.min(lines, from + Math.max(1, fitting));
      this.#slices.push({ row, from, to });
      this.#room -= this.drawing.heightOf(to - from);
      from = to;
      if (from < lines) this.#turn();
    }
  }

  end(): void {
    this.drawing.draw(this.#slices);
    this.#slices = [];
  }

  get #freshRoom(): Length {
    return this.flow.freshRoom - this.drawing.headHeight;
  }

  get #isEmptyPage(): boolean {
    return this.#slices.length === 0 && this.flow.isFresh;
  }

  /** Finishes the page and begins the next, which takes the last data row along when a sum is to follow. */
  #turn(sumFollows = false): void {
    const carried = sumFollows ? this.#lastRows() : [];
    if (this.#slices.length > 0) this.end();
    this.flow.newPage();
    this.#room = this.#freshRoom;
    for (const slice of carried) this.#room -= this.drawing.heightOf(slice.to - slice.from);
    this.#slices = carried;
  }

  /** Takes the last data row, with the sums below it, off the page; none when it is divided or alone. */
  #lastRows(): RowSlice[] {
    const at = this.#slices.findLastIndex(({ row }) => row.level === undefined);
    const slice = this.#slices[at];
    const isWhole = slice !== undefined && slice.to - slice.from === this.drawing.lineCount(slice.row);
    return at > 0 && isWhole ? this.#slices.splice(at) : [];
  }
}

/**
 * A table too wide for a page, in bands of columns: a group of rows is drawn for each band in turn, so that the
 * parts of a row are near each other and one pass over the rows is enough. A group is what fills at least a page
 * in every band.
 */
export class BandedTable implements RowTaker {
  #rows: NumberedRow[] = [];
  #heights: Length[];
  #isFirst = true;

  constructor(
    private readonly flow: PageFlow,
    private readonly bands: readonly TableDrawing[],
  ) {
    this.#heights = bands.map(() => 0);
  }

  add(row: NumberedRow): void {
    const heights = this.bands.map((band, at) => (this.#heights[at] ?? 0) + band.rowHeight(row));
    const isFull = this.bands.every((band, at) => (heights[at] ?? 0) > this.flow.freshRoom - band.headHeight);
    if (this.#rows.length > 0 && (isFull || this.#rows.length === MOST_ROWS)) {
      this.#drawGroup();
      this.#heights = this.bands.map((band) => band.rowHeight(row));
    } else this.#heights = heights;
    this.#rows.push(row);
  }

  end(): void {
    if (this.#rows.length > 0 || this.#isFirst) this.#drawGroup();
  }

  #drawGroup(): void {
    for (const band of this.bands) {
      if (!this.#isFirst) this.flow.newPage();
      this.#isFirst = false;
      const table = new Table(this.flow, band);
      for (const row of this.#rows) table.add(row);
      table.end();
    }
    this.#rows = [];
  }
}
