import type { Row } from "../../render/document";

/** So many rows are quickly at hand, and few enough to be handed from one Worker to another. */
const MOST_ROWS = 1_000;

/** Rows of tables that are needed again as soon as all are collected, so that small runs do not read them back. */
export class KeptRows {
  private readonly tables = new Map<number, Row[]>();
  private count = 0;

  add(index: number, rows: readonly Row[]): void {
    const table = this.tables.get(index) ?? [];
    this.tables.set(index, table);
    this.count += rows.length;
    if (this.count <= MOST_ROWS) table.push(...rows);
    else for (const kept of this.tables.values()) kept.length = 0;
  }

  /** All rows, subtotals included, by the index of their section; null when there were too many to keep. */
  get whole(): ReadonlyMap<number, readonly Row[]> | null {
    return this.count <= MOST_ROWS ? this.tables : null;
  }
}
