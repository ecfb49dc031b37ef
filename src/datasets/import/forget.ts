import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import type { ControlDatabase } from "../../db/client";
import { datasetRevisions, datasets } from "../../db/schema";
import { errorsKey } from "../../files/keys";

/** Per step. */
const MOST = 200;
const DAY_MS = 86_400_000;

/**
 * Marks ended imports that nobody sees any more, because a newer one has ended, for the next tick to remove. The one
 * whose rows the dataset shows stays. A statement for the batch that ends an import.
 */
export const supersede = (db: ControlDatabase, datasetId: string) =>
  db
    .update(datasetRevisions)
    .set({ status: "superseded", form: null, badRows: [], statistics: null })
    .where(
      sql`${datasetRevisions.datasetId} = ${datasetId} AND ${datasetRevisions.status} IN ('ready', 'failed')
        AND ${datasetRevisions.revision} <> (SELECT revision FROM datasets WHERE id = ${datasetId})
        AND ${datasetRevisions.revision} < (SELECT max(ended.revision) FROM dataset_revisions ended
          WHERE ended.dataset_id = ${datasetId} AND ended.status IN ('ready', 'failed'))`,
    );

/**
 * Removes superseded imports, and failed ones that have reached their age: the file, its list of bad rows, and the
 * dataset itself when no import of it ever succeeded. Objects go first: a step that is cut in the middle is done again.
 */
export async function forgetImports({ db, bucket, now, settings }: Platform): Promise<void> {
  const before = new Date(now().getTime() - settings.FAILED_UPLOAD_RETENTION_DAYS * DAY_MS).toISOString();
  // The partial index is used where the query repeats its condition word for word.
  const isEnded = sql.raw("status IN ('failed', 'superseded')");
  const found = await db.batch([
    db.select().from(datasetRevisions).where(sql`${isEnded} AND status = 'superseded'`).limit(MOST),
    db
      .select()
      .from(datasetRevisions)
      .where(sql`${isEnded} AND status = 'failed' AND completed_at < ${before}`)
      .limit(MOST),
  ]);
  const old = found.flat();
  if (old.length === 0) return;
  await bucket.delete(
    old.flatMap(({ workspaceId, datasetId, revision, uploadKey }) => [
      errorsKey(workspaceId, datasetId, revision),
      ...(uploadKey === null ? [] : [uploadKey]),
    ]),
  );
  const pairs = JSON.stringify(old.map(({ datasetId, revision }) => [datasetId, revision]));
  const isOld = sql`(dataset_id, revision) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))`;
  await db.batch([
    db.delete(datasets).where(
      sql`(id, latest_revision) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))
          AND status = 'failed' AND revision = 0`,
    ),
    db.delete(datasetRevisions).where(isOld),
  ]);
}
