import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { datasetRevisions, datasets } from "../../db/schema";
import { announce } from "../../delivery/announce";
import { wakeNews } from "../../delivery/wake";
import type { TableForm } from "../read";
import type { TableStatistics } from "../statistics/collect";
import type { TableWriter } from "../table-writer";
import { dropTable } from "../tables";
import { type ClaimedImport, held } from "./claim";
import type { BadRowKeeper } from "./errors-csv";
import type { FoundPreset } from "./find-preset";

/** Makes the revision the one that readers see, unless a newer one already is. One batch. */
export async function finishImport(
  platform: Platform,
  claimed: ClaimedImport,
  form: TableForm,
  preset: FoundPreset | null,
  tableId: number,
  writer: TableWriter,
  bad: BadRowKeeper,
  statistics: TableStatistics,
): Promise<void> {
  const { db, now, rows } = platform;
  const at = now();
  const { fields, ...layout } = form;
  const columns = fields.map(({ reading: _, ...column }) => column);
  const [[finished], [superseded], , news] = await db.batch([
    db
      .update(datasetRevisions)
      .set({
        status: "ready",
        form: { ...layout, fields },
        tableId,
        rowsOk: writer.rowCount,
        rowsFailed: bad.count,
        badRows: bad.shown,
        statistics,
        leaseUntil: null,
        completedAt: at.toISOString(),
      })
      .where(held(claimed))
      .returning({ revision: datasetRevisions.revision }),
    db
      .select({ tableId: datasets.tableId })
      .from(datasets)
      .where(sql`${datasets.id} = ${claimed.datasetId} AND ${datasets.revision} < ${claimed.revision}`),
    db
      .update(datasets)
      .set({
        status: "ready",
        fields: columns,
        ...(preset && { preset: preset.id, presetDetected: preset.isDetected }),
        revision: claimed.revision,
        tableId,
        rowCount: writer.rowCount,
        updatedAt: at.toISOString(),
      })
      .where(
        sql`${datasets.id} = ${claimed.datasetId} AND ${datasets.revision} < ${claimed.revision}
          AND EXISTS (SELECT 1 FROM dataset_revisions WHERE dataset_id = ${claimed.datasetId}
            AND revision = ${claimed.revision} AND status = 'ready')`,
      ),
    ...announce(platform, {
      ...newsOf(claimed),
      event: "dataset.ready",
      guard: sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${claimed.datasetId} AND revision = ${claimed.revision}
        AND updated_at = ${at.toISOString()})`,
    }),
  ]);
  await wakeNews(platform, claimed.datasetId, news);
  const unwanted = finished && superseded ? superseded.tableId : tableId;
  if (unwanted !== null) await dropTable(rows(claimed.shard), unwanted, at).run();
}

/** Ends an import that has not ended. A dataset that has rows keeps them; one that never had any is failed. */
export async function failImport(
  platform: Platform,
  unfinished: Pick<ClaimedImport, "workspaceId" | "datasetId" | "revision" | "attempt">,
  error: { code: string; message: string },
  bad?: Pick<BadRowKeeper, "count" | "shown">,
): Promise<void> {
  const { db, now } = platform;
  const at = now().toISOString();
  const { datasetId, revision, attempt } = unfinished;
  const [, , news] = await db.batch([
    db
      .update(datasetRevisions)
      .set({
        status: "failed",
        error,
        rowsFailed: bad?.count ?? 0,
        badRows: bad?.shown ?? [],
        leaseUntil: null,
        completedAt: at,
      })
      .where(
        sql`${datasetRevisions.datasetId} = ${datasetId} AND ${datasetRevisions.revision} = ${revision}
          AND ${datasetRevisions.attempt} = ${attempt} AND ${datasetRevisions.status} IN ('uploaded', 'processing')`,
      ),
    db
      .update(datasets)
      .set({ status: sql`CASE WHEN ${datasets.revision} > 0 THEN 'ready' ELSE 'failed' END`, updatedAt: at })
      .where(
        sql`${datasets.id} = ${datasetId} AND ${datasets.latestRevision} = ${revision} AND EXISTS (
          SELECT 1 FROM dataset_revisions WHERE dataset_id = ${datasetId} AND revision = ${revision} AND status = 'failed')`,
      ),
    ...announce(platform, {
      ...newsOf(unfinished),
      event: "dataset.failed",
      guard: sql`EXISTS (SELECT 1 FROM dataset_revisions WHERE dataset_id = ${datasetId} AND revision = ${revision}
        AND status = 'failed' AND completed_at = ${at})`,
    }),
  ]);
  await wakeNews(platform, datasetId, news);
}

/** Each revision is news of its own. */
const newsOf = ({
  workspaceId,
  datasetId,
  revision,
}: Pick<ClaimedImport, "workspaceId" | "datasetId" | "revision">) => ({
  workspaceId,
  subjectId: datasetId,
  occasion: String(revision),
});

/** Gives an interrupted import back, so that the next message takes it. */
export async function releaseImport({ db }: Platform, claimed: ClaimedImport): Promise<void> {
  await db.update(datasetRevisions).set({ status: "uploaded", leaseUntil: null }).where(held(claimed));
}
