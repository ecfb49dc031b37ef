import type { Cell, Row } from "../../render/document";
import { ExactSum } from "../statistics/exact-sum";
import { firstDifference } from "./subtotals";

/** A column that is summed up, by its index; the others stay empty in totals. */
export interface SummedColumn {
  readonly column: number;
  readonly isInteger: boolean;
}

/**
 * Totals of rows that pass by in the order of their groups: behind the last row of a group its subtotal, and at
 * the end the grand total. Sums are exact; that of no value at all is empty.
 */
export class RunningTotals {
  private readonly levels: Sum[][];
  private last: Row | null = null;

  /** `group` are the columns that groups differ in, outermost first; `width` is how many cells a row has. */
  constructor(
    private readonly group: readonly number[],
    private readonly summed: readonly SummedColumn[],
    private readonly width: number,
  ) {
    this.levels = [0, ...group].map(() => this.fresh());
  }

  /** The same rows with the subtotals that became complete. */
  add(rows: readonly Row[]): Row[] {
    const shown: Row[] = [];
    for (const row of rows) {
      if (this.last) shown.push(...this.close(firstDifference(this.group, this.last, row)));
      shown.push(row);
      this.last = row;
      for (const level of this.levels) {
        for (const [at, { column }] of this.summed.entries()) level[at]?.add(row[column] ?? null);
      }
    }
    return shown;
  }

  /** What is still open, the grand total last. Nothing when there was no row. */
  finish(): Row[] {
    return this.last ? this.close(-1) : [];
  }

  /** Subtotals of the levels inside `from`, the innermost first. */
  private close(from: number): Row[] {
    const closed: Row[] = [];
    for (let level = this.group.length; level > from && level >= 0; level -= 1) {
      closed.push(this.summary(level));
      this.levels[level] = this.fresh();
    }
    return closed;
  }

  private summary(level: number): Row {
    const cells: Cell[] = Array.from({ length: this.width }, () => null);
    for (const column of this.group.slice(0, level)) cells[column] = this.last?.[column] ?? null;
    for (const [at, { column }] of this.summed.entries())
      cells[column] = this.levels[level]?.[at]?.total ?? null;
    return [...cells, level];
  }

  private fresh(): Sum[] {
    return this.summed.map(({ isInteger }) => (isInteger ? new IntegerSum() : new DecimalSum()));
  }
}

interface Sum {
  add(cell: Cell): void;
  readonly total: Cell;
}

class DecimalSum implements Sum {
  private readonly sum = new ExactSum();
  private isEmpty = true;

  add(cell: Cell): void {
    if (typeof cell !== "number") return;
    this.sum.add(cell);
    this.isEmpty = false;
  }

  get total(): number | null {
    return this.isEmpty ? null : this.sum.total;
  }
}

/** Of what no double holds the total is the text of its digits. */
class IntegerSum implements Sum {
  private sum = 0;
  private carried = 0n;
  private isEmpty = true;

  add(cell: Cell): void {
    if (typeof cell !== "number") return;
    this.isEmpty = false;
    const sum = this.sum + cell;
    if (Number.isSafeInteger(sum)) this.sum = sum;
    else {
      this.carried += BigInt(this.sum) + BigInt(Math.trunc(cell));
      this.sum = 0;
    }
  }

  get total(): Cell {
    if (this.isEmpty) return null;
    const total = this.carried + BigInt(this.sum);
    const number = Number(total);
    return Number.isSafeInteger(number) ? number : String(total);
  }
}
