import type { Cell } from "../render/document";
import { utf8Length } from "./read/utf8";

/** D1 takes 2 MB a value; half of it keeps one statement short. A longer row (see READ_LIMITS) goes alone. */
const CHUNK_BYTES = 900_000;
const CHUNK_ROWS = 10_000;
/** Rows of one statement, as the JSON text of an array of arrays. */
export interface RowChunk {
  readonly json: string;
  readonly rows: number;
  readonly bytes: number;
  readonly maxRowBytes: number;
}

/** Collects rows into chunks of under 1 MB. `add` gives a chunk whenever one is full. */
export class RowChunker {
  private parts: string[] = [];
  private bytes = 0;
  private maxRowBytes = 0;

  add(row: readonly Cell[]): RowChunk | null {
    const json = JSON.stringify(row);
    const bytes = utf8Length(json);
    const full =
      this.parts.length > 0 && (this.bytes + bytes > CHUNK_BYTES || this.parts.length >= CHUNK_ROWS)
        ? this.take()
        : null;
    this.parts.push(json);
    this.bytes += bytes + 1;
    if (bytes > this.maxRowBytes) this.maxRowBytes = bytes;
    return full;
  }

  /** What is left, or null when nothing is. */
  take(): RowChunk | null {
    if (this.parts.length === 0) return null;
    const chunk = {
      json: `[${this.parts.join(",")}]`,
      rows: this.parts.length,
      bytes: this.bytes,
      maxRowBytes: this.maxRowBytes,
    };
    this.parts = [];
    this.bytes = 0;
    this.maxRowBytes = 0;
    return chunk;
  }
}

/**
 * Adds the chunk to a table, `after` rows behind those that readers see. They see it once `row_count` says so. Adds
 * nothing to a table that was dropped.
 */
export function insertBehind(
  db: D1Database,
  tableId: number,
  after: number,
  chunk: RowChunk,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO rows (table_id, n, data)
       SELECT tables.id, row_count + ?2 + key + 1, jsonb(value) FROM tables, json_each(?3)
       WHERE tables.id = ?1 AND dropped_at IS NULL`,
    )
    .bind(tableId, after, chunk.json);
}
