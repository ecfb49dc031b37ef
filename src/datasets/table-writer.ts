import type { Cell } from "../render/document";
import { insertBehind, type RowChunk, RowChunker } from "./insert";

/**
 * Writes rows into a table that nobody reads yet. One statement is under way while the next chunk is collected,
 * so reading the source and writing the rows overlap and at most two chunks are in memory.
 */
export class TableWriter {
  /** Rows taken so far; some may still be on their way. */
  rowCount = 0;
  byteCount = 0;
  maxRowBytes = 0;
  private written = 0;
  private readonly chunker = new RowChunker();
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: D1Database,
    readonly tableId: number,
  ) {}

  async add(rows: readonly (readonly Cell[])[]): Promise<void> {
    this.rowCount += rows.length;
    for (const row of rows) {
      const chunk = this.chunker.add(row);
      if (chunk) await this.write(chunk);
    }
  }

  /** Writes the rest and lets readers see all of it. Throws when the table was dropped meanwhile. */
  async finish(): Promise<void> {
    const rest = this.chunker.take();
    if (rest) await this.write(rest);
    await this.underWay;
    const { results } = await this.db
      .prepare(
        `UPDATE tables SET row_count = ?, byte_count = ?, max_row_bytes = ? WHERE id = ? AND dropped_at IS NULL
         RETURNING id`,
      )
      .bind(this.rowCount, this.byteCount, this.maxRowBytes, this.tableId)
      .all();
    if (results.length === 0) throw new Error("the table was dropped while it was written");
  }

  private async write(chunk: RowChunk): Promise<void> {
    await this.underWay;
    this.underWay = insertBehind(this.db, this.tableId, this.written, chunk).run();
    this.underWay.catch(() => {}); // awaited, and thus reported, before the next one
    this.written += chunk.rows;
    this.byteCount += chunk.bytes;
    this.maxRowBytes = Math.max(this.maxRowBytes, chunk.maxRowBytes);
  }
}
