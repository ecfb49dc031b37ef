import type { Cell } from "../../render/document";
import { ReadFailure } from "./failure";
import { type BadRow, type BadRowCode, type Fault, READ_LIMITS, type ReadRow, type TableBatch } from "./form";

/** A character takes at most 6 bytes of JSON (`\u0001`), so shorter rows need no look. */
const SURELY_FITS = READ_LIMITS.storedBytes / 6;

/** The row, unless it would be too long a value to store. */
function fitting(row: { cells: Cell[] }): ReadRow {
  const bytes = new TextEncoder().encode(JSON.stringify(row.cells)).length;
  if (bytes <= READ_LIMITS.storedBytes) return row;
  const message = `The row takes ${bytes.toLocaleString("en")} bytes; at most ${READ_LIMITS.storedBytes.toLocaleString("en")} can be kept.`;
  return { faults: [{ code: "row_too_large", message, column: null, value: null }] };
}

/** What to do when no row at all can be read. */
function adviceFor(code: BadRowCode): string {
  if (code === "too_few_cells" || code === "too_many_cells")
    return "Check that the first line names the columns, or give the delimiter, and send it again.";
  return code === "type_mismatch"
    ? "Check the types of the fields, and send it again."
    : "Repair the rows, and send them again.";
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
  add(read: ReadRow, line: number, raw: () => string, chars: number, cells: readonly Fault[] = []): void {
    const outcome = chars > SURELY_FITS && "cells" in read ? fitting(read) : read;
    this.#row += 1;
    this.#chars += chars;
    if ("cells" in outcome) {
      this.#good += 1;
      this.#rows.push(outcome.cells);
      for (const cell of cells) this.#badCells.push({ row: this.#row, line, ...cell, raw: "" });
    } else {
      const [fault, ...also] = outcome.faults;
      this.#reject({ row: this.#row, line, ...fault, raw: raw(), ...(also.length > 0 && { also }) });
    }
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
    const message = `${rows} could not be read. Most often (${count}): ${first.message} First ${this.#place} ${first.line}. ${adviceFor(first.code)}`;
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
