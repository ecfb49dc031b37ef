import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { type DatasetRow, datasets } from "../db/schema";
import type { BadRowView } from "../http/bad-row";
import type { Cell } from "../render/document";
import { SHOWN_BAD_ROWS, viewsOf } from "./import/errors-csv";
import { insertBehind, type RowChunk, RowChunker } from "./insert";
import { targetOf } from "./presets/target";
import { inspectTable, readTable } from "./read";
import { type AppendRequest, bodyOptions, openBody, type RowsTaken, saysNoGoodRows } from "./rows-body";
import { logOf } from "./rows-log";

/**
 * Adds the good rows of a body to a dataset's table: all of them or, when it breaks, none. Null when the dataset was
 * replaced or deleted meanwhile, and shows that table no more.
 */
export async function addToTable(
  platform: Platform,
  request: AppendRequest,
  dataset: DatasetRow,
  tableId: number,
): Promise<RowsTaken | null> {
  const { rows, db, now } = platform;
  const open = openBody(request.body);
  const form = await inspectTable(open, bodyOptions(request, targetOf(dataset)));
  const chunker = new RowChunker();
  const chunks: RowChunk[] = [];
  const errors: BadRowView[] = [];
  let failed = 0;
  const keep = (chunk: RowChunk | null) => chunk && chunks.push(chunk);
  try {
    for await (const batch of readTable(open, form)) {
      for (const row of batch.rows as Cell[][]) keep(chunker.add(row));
      failed += batch.bad.length;
      for (const bad of batch.bad) if (errors.length < SHOWN_BAD_ROWS) errors.push(...viewsOf(bad));
    }
  } catch (error) {
    if (!saysNoGoodRows(error)) throw error; // else the answer names them one by one
  }
  keep(chunker.take());
  const answer = { rows_failed: failed, errors: errors.slice(0, SHOWN_BAD_ROWS) };
  const added = chunks.reduce((total, chunk) => total + chunk.rows, 0);
  if (added === 0) return { rows_added: 0, ...answer };

  const rowCount = await commitAppend(rows(dataset.shard), tableId, chunks);
  if (rowCount === null) return null;
  const [shown] = await db.batch([
    db
      .update(datasets)
      .set({ rowCount: sql`max(${datasets.rowCount}, ${rowCount})`, updatedAt: now().toISOString() })
      .where(and(eq(datasets.id, dataset.id), eq(datasets.tableId, tableId)))
      .returning({ id: datasets.id }),
    logOf(
      platform,
      request,
    )(sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${dataset.id} AND table_id = ${tableId})`),
  ]);
  return shown.length > 0 ? { rows_added: added, ...answer } : null;
}

/** All chunks and the new row count in one transaction. Gives the new row count, or null when the table was dropped. */
async function commitAppend(
  db: D1Database,
  tableId: number,
  chunks: readonly RowChunk[],
): Promise<number | null> {
  let offset = 0;
  const inserts = chunks.map((chunk) => {
    const statement = insertBehind(db, tableId, offset, chunk);
    offset += chunk.rows;
    return statement;
  });
  const grow = db
    .prepare(
      `UPDATE tables SET row_count = row_count + ?2, byte_count = byte_count + ?3, max_row_bytes = max(max_row_bytes, ?4)
       WHERE id = ?1 AND dropped_at IS NULL RETURNING row_count`,
    )
    .bind(
      tableId,
      offset,
      chunks.reduce((total, chunk) => total + chunk.bytes, 0),
      Math.max(...chunks.map((chunk) => chunk.maxRowBytes)),
    );
  const results = await db.batch<{ row_count: number }>([...inserts, grow]);
  return results.at(-1)?.results[0]?.row_count ?? null;
}
