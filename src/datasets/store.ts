import { and, desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type DatasetRow, datasetRevisions, datasets } from "../db/schema";
import { notFound } from "../http/problem";

/** One dataset of the caller's workspace. A statement, for use alone or in a batch. */
export const selectDataset = (ctx: Ctx, id: string) =>
  ctx.db
    .select()
    .from(datasets)
    .where(and(eq(datasets.id, id), eq(datasets.workspaceId, ctx.workspaceId)));

/** Its newest import. A statement. */
export const selectLatestImport = (ctx: Ctx, id: string) =>
  ctx.db
    .select()
    .from(datasetRevisions)
    .where(and(eq(datasetRevisions.datasetId, id), eq(datasetRevisions.workspaceId, ctx.workspaceId)))
    .orderBy(desc(datasetRevisions.revision))
    .limit(1);

/** The import whose rows it shows. A statement. */
export const selectShownImport = (ctx: Ctx, id: string) =>
  ctx.db
    .select()
    .from(datasetRevisions)
    .where(
      and(
        eq(datasetRevisions.datasetId, id),
        eq(datasetRevisions.workspaceId, ctx.workspaceId),
        sql`${datasetRevisions.revision} = (SELECT revision FROM datasets WHERE id = ${id})`,
      ),
    );

/** Throws 404 for a dataset that is not there or another workspace's. */
export function presentDataset(row: DatasetRow | undefined): DatasetRow {
  if (!row) throw notFound("dataset");
  return row;
}

/** One dataset of the workspace, or 404. One round trip. */
export async function findDataset(ctx: Ctx, id: string): Promise<DatasetRow> {
  const [row] = await selectDataset(ctx, id);
  return presentDataset(row);
}
