import type { Row } from "../../render/document";
import { RowBudget } from "../row-budget";

/** Rows of tables that are needed again as soon as all are collected, so that small runs do not read them back. */
export class KeptRows {
  private readonly tables = new Map<number, Row[]>();
  private readonly budget = new RowBudget();

  add(index: number, rows: readonly Row[]): void {
    const table = this.tables.get(index) ?? [];
    this.tables.set(index, table);
    const taken = this.budget.take(rows);
    if (this.budget.isSpent) this.tables.clear();
    else table.push(...taken);
  }

  /** All rows, subtotals included, by the index of their section; null when they were too many to keep. */
  get whole(): ReadonlyMap<number, readonly Row[]> | null {
    return this.budget.isSpent ? null : this.tables;
  }
}
