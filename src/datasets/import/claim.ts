import { and, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { type DatasetRevisionRow, datasetRevisions, datasets } from "../../db/schema";

/** How often an import is tried, whether it fails by passing trouble or its importer dies. */
export const MAX_ATTEMPTS = 4;

/** A revision in this importer's hands, and the shard that its rows go to. */
export type ClaimedImport = DatasetRevisionRow & { readonly shard: number };

/** Takes an uploaded file's revision, or one whose importer is gone. Null when there is nothing to take. */
export async function claimImport(
  { db, now, settings }: Platform,
  datasetId: string,
  revision: number,
): Promise<ClaimedImport | null> {
  const at = now();
  const [[claimed], [dataset]] = await db.batch([
    db
      .update(datasetRevisions)
      .set({
        status: "processing",
        attempt: sql`${datasetRevisions.attempt} + 1`,
        startedAt: sql`coalesce(${datasetRevisions.startedAt}, ${at.toISOString()})`,
        leaseUntil: leaseEnd(at, settings.LEASE_SECONDS),
      })
      .where(
        and(
          eq(datasetRevisions.datasetId, datasetId),
          eq(datasetRevisions.revision, revision),
          isNotNull(datasetRevisions.uploadKey),
          lt(datasetRevisions.attempt, MAX_ATTEMPTS),
          sql`(${datasetRevisions.status} = 'uploaded'
            OR ${datasetRevisions.status} = 'processing' AND ${datasetRevisions.leaseUntil} < ${at.toISOString()})`,
        ),
      )
      .returning(),
    db.select({ shard: datasets.shard }).from(datasets).where(eq(datasets.id, datasetId)),
    db
      .update(datasets)
      .set({ status: "processing" })
      .where(and(eq(datasets.id, datasetId), eq(datasets.status, "uploaded"))),
  ]);
  return claimed && dataset ? { ...claimed, shard: dataset.shard } : null;
}

/** Extends the lease. False when the import is no longer this holder's. */
export async function keepImport(
  { db, now, settings }: Platform,
  claimed: DatasetRevisionRow,
): Promise<boolean> {
  const [hit] = await db
    .update(datasetRevisions)
    .set({ leaseUntil: leaseEnd(now(), settings.LEASE_SECONDS) })
    .where(held(claimed))
    .returning({ revision: datasetRevisions.revision });
  return hit !== undefined;
}

export const held = (claimed: DatasetRevisionRow) =>
  and(
    eq(datasetRevisions.datasetId, claimed.datasetId),
    eq(datasetRevisions.revision, claimed.revision),
    eq(datasetRevisions.status, "processing"),
    eq(datasetRevisions.attempt, claimed.attempt),
  );

/** When a lease taken or extended now ends. */
export const leaseEnd = (now: Date, seconds: number) =>
  new Date(now.getTime() + seconds * 1000).toISOString();
