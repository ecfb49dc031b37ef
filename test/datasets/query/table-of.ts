import { env } from "cloudflare:workers";
import { insertBehind, RowChunker } from "../../../src/datasets/insert";
import type { TableRef } from "../../../src/datasets/query/table";
import { openTable } from "../../../src/datasets/tables";
import type { Row } from "../../../src/render/document";

/** A table with these rows, as an import leaves it, that belongs to no dataset. */
export async function tableOf(rows: readonly Row[]): Promise<TableRef> {
  const owner = { workspaceId: "tests", datasetId: crypto.randomUUID(), revision: 1 };
  const tableId = await openTable(env.ROWS_0, owner, new Date());
  const chunker = new RowChunker();
  let after = 0;
  let byteCount = 0;
  let maxRowBytes = 0;
  const store = async (chunk: ReturnType<RowChunker["take"]>) => {
    if (!chunk) return;
    await insertBehind(env.ROWS_0, tableId, after, chunk).run();
    after += chunk.rows;
    byteCount += chunk.bytes;
    maxRowBytes = Math.max(maxRowBytes, chunk.maxRowBytes);
  };
  for (const row of rows) await store(chunker.add(row));
  await store(chunker.take());
  return { tableId, rowCount: after, byteCount, maxRowBytes };
}
