import type { Cell } from "../render/document";

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

/** Length in UTF-8 without encoding. `JSON.stringify` leaves no lone surrogates. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    if (unit >= 0xd800 && unit <= 0xdbff) i += 1; // a pair is 4 bytes: its 2 units and the 2 just added
  }
  return bytes;
}

/** Adds the chunk behind row `after`. One statement; the rows are seen only once `row_count` says so. */
export function insertAfter(
  db: D1Database,
  tableId: number,
  after: number,
  chunk: RowChunk,
): D1PreparedStatement {
  return db
    .prepare("INSERT INTO rows (table_id, n, data) SELECT ?, ? + key + 1, jsonb(value) FROM json_each(?)")
    .bind(tableId, after, chunk.json);
}
