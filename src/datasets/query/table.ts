/** A table of rows as a reader sees it: nothing above `rowCount` is there yet. */
export interface TableRef {
  readonly tableId: number;
  readonly rowCount: number;
  /** Bytes of all rows and of the longest one, for sizing pages. */
  readonly byteCount: number;
  readonly maxRowBytes: number;
}

/** The table of a dataset that never had rows. */
export const NO_ROWS: TableRef = { tableId: 0, rowCount: 0, byteCount: 0, maxRowBytes: 0 };

/** One table's size, or null when it is gone. One round trip. */
export async function readTableRef(db: D1Database, tableId: number): Promise<TableRef | null> {
  const found = await db
    .prepare("SELECT row_count, byte_count, max_row_bytes FROM tables WHERE id = ?")
    .bind(tableId)
    .all<{ row_count: number; byte_count: number; max_row_bytes: number }>();
  const row = found.results[0];
  return row
    ? { tableId, rowCount: row.row_count, byteCount: row.byte_count, maxRowBytes: row.max_row_bytes }
    : null;
}

/** How many rows a page of so many bytes has, at most `most`. */
export function rowsPerPage(table: TableRef, bytes: number, most: number): number {
  const average = table.rowCount > 0 ? table.byteCount / table.rowCount : 0;
  return Math.max(1, Math.min(most, Math.floor(bytes / Math.max(average, 1))));
}
