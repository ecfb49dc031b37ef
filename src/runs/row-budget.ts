import type { Cell, Column, Row } from "../render/document";

const MOST_ROWS = 1_000;
/** Of JSON, about 4 MB: small beside an isolate's 128 MB and the 32 MiB of a message between Workers. */
const MOST_CHARACTERS = 4_000_000;

/** What rows may take that are held, handed from one Worker to another, or answered as a whole. */
export class RowBudget {
  #rows: number;
  #characters = MOST_CHARACTERS;
  #isSpent = false;

  constructor(rows = MOST_ROWS) {
    this.#rows = rows;
  }

  /** Whether a row did not fit. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** The first of these rows that fit; behind one that does not, none does. As objects, rows name their columns. */
  take(rows: readonly Row[], columns: readonly Pick<Column, "name">[] = []): readonly Row[] {
    const beside = columns.reduce((sum, { name }) => sum + name.length + 3, 0);
    const end = this.#isSpent ? 0 : rows.findIndex((row) => !this.#fits(beside + charactersOf(row)));
    if (end < 0) return rows;
    this.#isSpent = true;
    return rows.slice(0, end);
  }

  #fits(characters: number): boolean {
    this.#rows -= 1;
    this.#characters -= characters;
    return this.#rows >= 0 && this.#characters >= 0;
  }
}

const charactersOf = (row: Row) => row.reduce<number>((sum, cell) => sum + width(cell), 0);

/** With what JSON puts around a cell. */
const width = (cell: Cell) => (typeof cell === "string" ? cell.length + 3 : 8);
