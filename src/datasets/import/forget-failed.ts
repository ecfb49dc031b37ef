import { and, eq, sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { datasetRevisions, datasets } from "../../db/schema";
import { errorsKey } from "../../files/keys";

/** Per step. */
const MOST = 50;

/**
 * Removes uploads that failed and have reached their age: the file, its list of bad rows, and the dataset itself
 * when no import of it ever succeeded. Objects go first: a step that is cut in the middle is done again.
 */
export async function forgetFailedUploads({ db, bucket, now, settings }: Platform): Promise<void> {
  const age = settings.FAILED_UPLOAD_RETENTION_DAYS * 86_400_000;
  const before = new Date(now().getTime() - age).toISOString();
  const failed = await db
    .select()
    .from(datasetRevisions)
    .where(
      sql`${datasetRevisions.status} = 'failed' AND ${datasetRevisions.uploadKey} IS NOT NULL
        AND ${datasetRevisions.completedAt} < ${before}`,
    )
    .limit(MOST);
  for (const { datasetId, revision, workspaceId, uploadKey } of failed) {
    await bucket.delete([uploadKey ?? "", errorsKey(workspaceId, datasetId, revision)]);
    const isSame = and(eq(datasetRevisions.datasetId, datasetId), eq(datasetRevisions.revision, revision));
    await db.batch([
      db.update(datasetRevisions).set({ uploadKey: null }).where(isSame),
      db.delete(datasets).where(
        sql`${datasets.id} = ${datasetId} AND ${datasets.status} = 'failed' AND ${datasets.revision} = 0
            AND ${datasets.latestRevision} = ${revision}`,
      ),
      db.delete(datasetRevisions).where(
        sql`${datasetRevisions.datasetId} = ${datasetId}
            AND NOT EXISTS (SELECT 1 FROM datasets WHERE id = ${datasetId})`,
      ),
    ]);
  }
}
