import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { namedBatch } from "../../db/named-batch";
import { datasetRevisions, datasets } from "../../db/schema";
import { announce } from "../../delivery/announce";
import { wakeNews } from "../../delivery/wake";
import type { TableForm } from "../read";
import type { TableStatistics } from "../statistics/collect";
import { dropTable } from "../tables";
import { type ClaimedImport, held } from "./claim";
import type { BadRowKeeper } from "./errors-csv";
import type { FoundPreset } from "./find-preset";
import { supersede } from "./forget";
import type { ImportInHand } from "./import-revision";

/** What an import made of a file. */
export interface ImportResult {
  readonly form: TableForm;
  readonly preset: FoundPreset | null;
  readonly tableId: number;
  readonly rowCount: number;
  readonly statistics: TableStatistics;
}

/** Makes the revision the one that readers see, unless a newer one already is. One batch. */
export async function finishImport(
  platform: Platform,
  { claimed, bad, log }: ImportInHand,
  { form, preset, tableId, rowCount, statistics }: ImportResult,
): Promise<void> {
  const { db, now, rows } = platform;
  const at = now();
  const { datasetId, revision } = claimed;
  const { fields, ...layout } = form;
  const columns = fields.map(({ reading: _, ...column }) => column);
  const isOurs = sql`EXISTS (SELECT 1 FROM dataset_revisions WHERE dataset_id = ${datasetId}
    AND revision = ${revision} AND status = 'ready' AND table_id = ${tableId})`;
  const isOlder = sql`${datasets.id} = ${datasetId} AND ${datasets.revision} < ${revision}`;
  const [news] = announce(platform, {
    ...newsOf(claimed),
    event: "dataset.ready",
    guard: sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${datasetId} AND table_id = ${tableId})`,
  });
  const done = await namedBatch(platform, {
    finished: db
      .update(datasetRevisions)
      .set({
        status: "ready",
        form: { ...layout, fields },
        tableId,
        rowsOk: rowCount,
        rowsFailed: bad.count,
        badRows: bad.shown,
        statistics,
        leaseUntil: null,
        completedAt: at.toISOString(),
      })
      .where(held(claimed))
      .returning({ revision: datasetRevisions.revision }),
    replaced: db.select({ tableId: datasets.tableId }).from(datasets).where(isOlder),
    shown: db
      .update(datasets)
      .set({
        status: "ready",
        fields: columns,
        ...(preset && { preset: preset.id, presetDetected: preset.isDetected }),
        revision,
        tableId,
        rowCount,
        updatedAt: at.toISOString(),
      })
      .where(sql`${isOlder} AND ${isOurs}`),
    news,
    ...(log && { logged: log(isOurs) }),
    superseded: supersede(db, datasetId),
  });
  await wakeNews(platform, datasetId, done.news);
  const [replaced] = done.replaced;
  const unwanted = done.finished.length > 0 && replaced ? replaced.tableId : tableId;
  if (unwanted !== null) await dropTable(rows(claimed.shard), unwanted, at);
}

/**
 * Ends an import that has not ended. A dataset that has rows keeps them. An upload that never had any is failed; what
 * takes rows by the API stays empty.
 */
export async function failImport(
  platform: Platform,
  unfinished: Pick<ClaimedImport, "workspaceId" | "datasetId" | "revision" | "attempt">,
  error: { code: string; message: string },
  bad?: Pick<BadRowKeeper, "count" | "shown">,
): Promise<void> {
  const { db, now } = platform;
  const at = now().toISOString();
  const { datasetId, revision, attempt } = unfinished;
  const [news] = announce(platform, {
    ...newsOf(unfinished),
    event: "dataset.failed",
    guard: sql`EXISTS (SELECT 1 FROM dataset_revisions WHERE dataset_id = ${datasetId} AND revision = ${revision}
      AND status = 'failed' AND completed_at = ${at})`,
  });
  const done = await namedBatch(platform, {
    failed: db
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
    shown: db
      .update(datasets)
      .set({
        status: sql`CASE WHEN ${datasets.revision} > 0 THEN 'ready' WHEN kind = 'upload' THEN 'failed' ELSE 'empty' END`,
        updatedAt: at,
      })
      .where(
        sql`${datasets.id} = ${datasetId} AND ${datasets.latestRevision} = ${revision} AND EXISTS (
          SELECT 1 FROM dataset_revisions WHERE dataset_id = ${datasetId} AND revision = ${revision} AND status = 'failed')`,
      ),
    news,
    superseded: supersede(db, datasetId),
  });
  await wakeNews(platform, datasetId, done.news);
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
