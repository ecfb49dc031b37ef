import type { Cell, Column } from "../../render/document";
import { columnStatistics, type FieldStatistics } from "./columns";

/** Bytes that all columns' counted values may hold together. */
const MEMORY_BUDGET = 16_000_000;

export interface TableStatistics {
  readonly rows: number;
  /** By field name. */
  readonly fields: Readonly<Record<string, FieldStatistics>>;
}

/**
 * Statistics of a table in one pass over its typed rows, in memory that depends neither on the rows
 * nor on the columns: when the counted values outgrow the budget, the column that holds most gives
 * up exactness first.
 */
export class StatisticsCollector {
  readonly #columns: readonly { name: string; statistics: ReturnType<typeof columnStatistics> }[];
  #rows = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns.map((column) => ({ name: column.name, statistics: columnStatistics(column) }));
  }

  /** Takes a batch of rows with cells in the order of the columns. */
  add(rows: readonly (readonly Cell[])[]): void {
    this.#rows += rows.length;
    this.#columns.forEach(({ statistics }, index) => {
      statistics.add(rows, index);
    });
    this.#keepBudget();
  }

  result(): TableStatistics {
    const fields = this.#columns.map(({ name, statistics }) => [name, statistics.result()] as const);
    return { rows: this.#rows, fields: Object.fromEntries(fields) };
  }

  #keepBudget(): void {
    const all = this.#columns.map(({ statistics }) => statistics.frequencies);
    let bytes = all.reduce((sum, frequencies) => sum + frequencies.bytes, 0);
    if (bytes <= MEMORY_BUDGET) return;
    for (const frequencies of all.sort((a, b) => b.bytes - a.bytes)) {
      bytes -= frequencies.bytes;
      frequencies.cap();
      bytes += frequencies.bytes;
      if (bytes <= MEMORY_BUDGET * 0.75) return;
    }
  }
}
