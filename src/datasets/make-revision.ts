import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { insertIf } from "../db/insert-if";
import { type DatasetRow, datasetRevisions, datasets } from "../db/schema";
import { type ClaimedImport, leaseEnd } from "./import/claim";
import { failImport } from "./import/finish";
import { importInHand, importRevision } from "./import/import-revision";
import { newRevision } from "./new-revision";
import { targetOf } from "./presets/target";
import { textReader } from "./read";
import { ReadFailure } from "./read/failure";
import { type AppendRequest, bodyOptions, openBody, type RowsTaken, saysNoGoodRows } from "./rows-body";
import { logOf } from "./rows-log";

/** Makes the rows of a body a dataset's new revision; null when another one was begun since `dataset` was read. */
export async function makeRevision(
  platform: Platform,
  request: AppendRequest,
  dataset: DatasetRow,
): Promise<RowsTaken | null> {
  const mine = await beginRevision(platform, request, dataset);
  if (mine === null) return null;
  const work = importInHand(platform, mine, logOf(platform, request));
  const { bad } = work;
  try {
    const rowsOk = await importRevision(platform, work, textReader(openBody(request.body)));
    return { rows_added: rowsOk, rows_failed: bad.count, errors: bad.shown };
  } catch (error) {
    const known = error instanceof ReadFailure;
    const reason = known
      ? { code: error.code, message: error.message }
      : { code: "internal", message: "The rows could not be stored. Send them again." };
    await failImport(platform, mine, reason, bad);
    if (saysNoGoodRows(error)) return { rows_added: 0, rows_failed: bad.count, errors: bad.shown };
    throw error;
  }
}

/** The next revision, in this caller's hands. */
async function beginRevision(
  { db, now, settings }: Platform,
  request: AppendRequest,
  { id, shard, latestRevision, ...dataset }: DatasetRow,
): Promise<ClaimedImport | null> {
  const at = now();
  const row = newRevision({
    datasetId: id,
    revision: latestRevision + 1,
    workspaceId: request.workspaceId,
    status: "processing",
    byteSize: request.body.byteLength,
    options: { ...bodyOptions(request, targetOf(dataset)) },
    attempt: 1,
    leaseUntil: leaseEnd(at, settings.LEASE_SECONDS),
    createdBy: request.actorId,
    createdAt: at.toISOString(),
    startedAt: at.toISOString(),
  });
  const isNewest = sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${id} AND latest_revision = ${latestRevision})`;
  const [[begun]] = await db.batch([
    insertIf(db, datasetRevisions, row, isNewest).returning({ revision: datasetRevisions.revision }),
    db
      .update(datasets)
      .set({ latestRevision: latestRevision + 1 })
      .where(and(eq(datasets.id, id), eq(datasets.latestRevision, latestRevision))),
  ]);
  return begun ? { ...row, shard } : null;
}
