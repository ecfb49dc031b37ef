import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { datasetRevisions, datasets } from "../db/schema";
import { restingStream } from "../files/resting";
import type { Cell } from "../render/document";
import { type BadRowView, SHOWN_BAD_ROWS } from "./import/errors-csv";
import { failImport } from "./import/finish";
import { badRowsOf, importRevision } from "./import/process";
import { type RowChunk, RowChunker } from "./insert";
import { targetOf } from "./presets/target";
import { inspectTable, readTable, type TargetField, textReader } from "./read";
import { ReadFailure } from "./read/failure";

export const ROWS_FORMATS = ["csv", "ndjson", "json"] as const;
export type RowsFormat = (typeof ROWS_FORMATS)[number];

export type AppendResult =
  | { readonly rows_added: number; readonly rows_failed: number; readonly errors: readonly BadRowView[] }
  | { readonly failure: { readonly code: string; readonly message: string } };

export interface AppendRequest {
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly actorId: string;
  readonly format: RowsFormat;
  readonly mode: "append" | "replace";
  readonly body: Uint8Array;
}

/**
 * Reads a small body into a dataset. An append is one atomic batch: readers see all of its rows or none, and
 * two at once never share a row number. A replacement, or the first rows of all, become a new revision.
 */
export async function appendRows(platform: Platform, request: AppendRequest): Promise<AppendResult> {
  try {
    if (request.format === "json") requireArray(request.body);
    const [dataset] = await platform.db
      .select()
      .from(datasets)
      .where(and(eq(datasets.id, request.datasetId), eq(datasets.workspaceId, request.workspaceId)));
    if (!dataset) return { failure: { code: "not_found", message: "There is no such dataset." } };
    if (request.mode === "replace" || dataset.revision === 0 || dataset.tableId === null) {
      return await replaceRows(platform, request, targetOf(dataset), dataset.shard);
    }
    return await addToTable(platform, request, targetOf(dataset), dataset.shard, dataset.tableId);
  } catch (error) {
    if (error instanceof ReadFailure) return { failure: { code: error.code, message: error.message } };
    throw error;
  }
}

/** A single object is the commonest mistake, and its fault would be reported as one of syntax. */
function requireArray(body: Uint8Array): void {
  const first = body.find((byte) => byte > 0x20 && byte < 0x80);
  if (first !== "[".charCodeAt(0))
    throw new ReadFailure("not_a_table", 'Send a JSON array of objects, such as [{"name": "Ann"}]');
}

const saysNoGoodRows = (error: unknown) => error instanceof ReadFailure && error.code === "no_good_rows";

const opener = (body: Uint8Array) => async () =>
  restingStream(new Blob([body as Uint8Array<ArrayBuffer>]).stream());

async function addToTable(
  { rows, db, now }: Platform,
  request: AppendRequest,
  target: readonly TargetField[],
  shard: number,
  tableId: number,
): Promise<AppendResult> {
  const open = opener(request.body);
  const form = await inspectTable(open, { format: request.format, target });
  const chunker = new RowChunker();
  const chunks: RowChunk[] = [];
  const errors: BadRowView[] = [];
  let failed = 0;
  const keep = (chunk: RowChunk | null) => chunk && chunks.push(chunk);
  try {
    for await (const batch of readTable(open, form)) {
      for (const row of batch.rows as Cell[][]) keep(chunker.add(row));
      failed += batch.bad.length;
      for (const { raw: _, ...bad } of batch.bad) if (errors.length < SHOWN_BAD_ROWS) errors.push(bad);
    }
  } catch (error) {
    if (!saysNoGoodRows(error)) throw error; // else the answer names them one by one
  }
  keep(chunker.take());
  const added = chunks.reduce((total, chunk) => total + chunk.rows, 0);
  if (added === 0) return { rows_added: 0, rows_failed: failed, errors };

  const rowCount = await commitAppend(rows(shard), tableId, chunks);
  const at = now().toISOString();
  await db
    .update(datasets)
    .set({ rowCount: sql`max(${datasets.rowCount}, ${rowCount})`, updatedAt: at })
    .where(and(eq(datasets.id, request.datasetId), eq(datasets.tableId, tableId)));
  return { rows_added: added, rows_failed: failed, errors };
}

/** All chunks and the new row count in one transaction. Gives the new row count. */
async function commitAppend(db: D1Database, tableId: number, chunks: readonly RowChunk[]): Promise<number> {
  let offset = 0;
  const inserts = chunks.map((chunk) => {
    const statement = db
      .prepare(
        `INSERT INTO rows (table_id, n, data)
         SELECT ?1, (SELECT row_count FROM tables WHERE id = ?1) + ?2 + key + 1, jsonb(value) FROM json_each(?3)`,
      )
      .bind(tableId, offset, chunk.json);
    offset += chunk.rows;
    return statement;
  });
  const grow = db
    .prepare(
      `UPDATE tables SET row_count = row_count + ?2, byte_count = byte_count + ?3, max_row_bytes = max(max_row_bytes, ?4)
       WHERE id = ?1 RETURNING row_count`,
    )
    .bind(
      tableId,
      offset,
      chunks.reduce((total, chunk) => total + chunk.bytes, 0),
      Math.max(...chunks.map((chunk) => chunk.maxRowBytes)),
    );
  const results = await db.batch<{ row_count: number }>([...inserts, grow]);
  const rowCount = results.at(-1)?.results[0]?.row_count;
  if (rowCount === undefined) throw new Error("the table of the dataset is gone");
  return rowCount;
}

async function replaceRows(
  platform: Platform,
  request: AppendRequest,
  target: readonly TargetField[],
  shard: number,
): Promise<AppendResult> {
  const { db, now, settings } = platform;
  const at = now();
  const [, [claimed]] = await db.batch([
    db
      .update(datasets)
      .set({ latestRevision: sql`${datasets.latestRevision} + 1` })
      .where(eq(datasets.id, request.datasetId)),
    db
      .insert(datasetRevisions)
      .values({
        datasetId: request.datasetId,
        revision: sql`(SELECT latest_revision FROM datasets WHERE id = ${request.datasetId})`,
        workspaceId: request.workspaceId,
        status: "processing",
        byteSize: request.body.byteLength,
        options: { format: request.format, ...(target.length > 0 ? { target } : {}) },
        attempt: 1,
        leaseUntil: new Date(at.getTime() + settings.LEASE_SECONDS * 1000).toISOString(),
        createdBy: request.actorId,
        createdAt: at.toISOString(),
        startedAt: at.toISOString(),
      })
      .returning(),
  ]);
  if (!claimed) throw new Error("a revision was not made");
  const mine = { ...claimed, shard };
  const bad = badRowsOf(platform, mine);
  try {
    const rowsOk = await importRevision(platform, mine, textReader(opener(request.body)), bad);
    return { rows_added: rowsOk, rows_failed: bad.count, errors: bad.shown };
  } catch (error) {
    const known = error instanceof ReadFailure;
    const reason = known
      ? { code: error.code, message: error.message }
      : { code: "internal", message: "The rows could not be stored." };
    await failImport(platform, mine, reason, bad);
    if (saysNoGoodRows(error)) return { rows_added: 0, rows_failed: bad.count, errors: bad.shown };
    throw error;
  }
}
