import type { Cell } from "../../render/document";
import { ReadFailure } from "./failure";
import { type BadRow, type BadRowCode, type Fault, READ_LIMITS, type TableBatch } from "./form";

/** A character takes at most 6 bytes of JSON (`\u0001`), so shorter rows need no look. */
const SURELY_FITS = READ_LIMITS.storedBytes / 6;

/** The row, unless it would be too long a value to store. */
function fitting(row: Cell[]): Cell[] | Fault {
  const bytes = new TextEncoder().encode(JSON.stringify(row)).length;
  if (bytes <= READ_LIMITS.storedBytes) return row;
  const message = `The row takes ${bytes.toLocaleString("en")} bytes; at most ${READ_LIMITS.storedBytes.toLocaleString("en")} can be kept.`;
  return { code: "row_too_large", message, column: null, value: null };
}

/** Numbers the rows and packs them. */
export class Batches {
  #full: TableBatch[] = [];
  #rows: Cell[][] = [];
  #bad: BadRow[] = [];
  #badCells: BadRow[] = [];
  #chars = 0;
  #row = 0;
  #good = 0;
  /** What a row's `line` is called. */
  readonly #place: string;
  readonly #reasons = new Map<BadRowCode, { count: number; first: BadRow }>();

  constructor(place: "on line" | "in row" = "on line") {
    this.#place = place;
  }

  /** @param cells what of the row's cells was left empty. */
  add(
    read: Cell[] | Fault,
    line: number,
    raw: () => string,
    chars: number,
    cells: readonly Fault[] = [],
  ): void {
    const outcome = chars > SURELY_FITS && Array.isArray(read) ? fitting(read) : read;
    this.#row += 1;
    this.#chars += chars;
    if (Array.isArray(outcome)) {
      this.#good += 1;
      this.#rows.push(outcome);
      for (const cell of cells) this.#badCells.push({ row: this.#row, line, ...cell, raw: "" });
    } else this.#reject({ row: this.#row, line, ...outcome, raw: raw() });
    const rows = this.#rows.length + this.#bad.length + this.#badCells.length;
    if (rows >= READ_LIMITS.batchRows || this.#chars >= READ_LIMITS.batchChars) this.#pack();
  }

  /** The batches that are full, and at the end what is left. */
  take(all: boolean): TableBatch[] {
    if (all && this.#rows.length + this.#bad.length > 0) this.#pack();
    const full = this.#full;
    this.#full = [];
    return full;
  }

  checkGood(): void {
    if (this.#good > 0 || this.#row === 0) return;
    const reasons = [...this.#reasons.values()].sort((a, b) => b.count - a.count);
    const [most] = reasons;
    if (most === undefined) return;
    const { first, count } = most;
    const rows = this.#row === 1 ? "The only row" : `All ${this.#row.toLocaleString("en")} rows`;
    const message = `${rows} could not be read. Most often (${count}): ${first.message} First ${this.#place} ${first.line}.`;
    throw new ReadFailure("no_good_rows", message);
  }

  #reject(bad: BadRow): void {
    this.#bad.push(bad);
    const reason = this.#reasons.get(bad.code);
    if (reason === undefined) this.#reasons.set(bad.code, { count: 1, first: bad });
    else reason.count += 1;
  }

  #pack(): void {
    this.#full.push({ rows: this.#rows, bad: this.#bad, badCells: this.#badCells });
    this.#rows = [];
    this.#bad = [];
    this.#badCells = [];
    this.#chars = 0;
  }
}
