import { and, eq, lt } from "drizzle-orm";
import type { Platform } from "../context";
import { datasetRevisions, datasets } from "../db/schema";
import { fieldsOf } from "./choose";
import { readPages, wholeRows } from "./query/pages";
import { readTableRef } from "./query/table";
import { StatisticsCollector, type TableStatistics } from "./statistics/collect";

/** Counts a dataset's statistics over all rows it has now and keeps them with its revision. */
export async function countStatistics(
  { db, rows }: Platform,
  workspaceId: string,
  datasetId: string,
): Promise<TableStatistics> {
  const [dataset] = await db
    .select()
    .from(datasets)
    .where(and(eq(datasets.id, datasetId), eq(datasets.workspaceId, workspaceId)));
  const table = dataset?.tableId ? await readTableRef(rows(dataset.shard), dataset.tableId) : null;
  if (!dataset || !table) return { rows: 0, fields: {} };
  const fields = fieldsOf(dataset);
  const collector = new StatisticsCollector(fields);
  for await (const page of readPages(rows(dataset.shard), wholeRows(table, fields))) collector.add(page);
  const statistics = collector.result();
  await db.batch([
    db
      .update(datasetRevisions)
      .set({ statistics })
      .where(
        and(eq(datasetRevisions.datasetId, dataset.id), eq(datasetRevisions.revision, dataset.revision)),
      ),
    // An append that died before its second database knew of it would leave the two numbers apart for ever.
    db
      .update(datasets)
      .set({ rowCount: statistics.rows })
      .where(
        and(
          eq(datasets.id, dataset.id),
          eq(datasets.tableId, table.tableId),
          lt(datasets.rowCount, statistics.rows),
        ),
      ),
  ]);
  return statistics;
}
