import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { datasetRevisions, datasets, reports } from "../db/schema";
import { datasetPrefix } from "../files/keys";
import { removeUnder } from "../files/remove";
import { Problem } from "../http/problem";
import { audit } from "../identity/audit";
import { requireChangeOwned } from "../identity/policy";
import { presentDataset, selectDataset } from "./store";
import { dropTable } from "./tables";
import { datasetTag } from "./view";

/** Removes a dataset, its rows and its uploads. Refused with 409 while reports are defined over it. */
export async function deleteDataset(
  ctx: Ctx,
  input: { id: string; checkTag: (tag: string) => void },
): Promise<void> {
  const [[found], using] = await ctx.db.batch([
    selectDataset(ctx, input.id),
    ctx.db.select({ name: reports.name }).from(reports).where(isOver(ctx.workspaceId, input.id)).limit(1),
  ]);
  const row = presentDataset(found);
  requireChangeOwned(ctx.actor, row.createdBy);
  input.checkTag(datasetTag(row));
  if (using.length > 0) {
    throw new Problem(
      "conflict",
      "Reports are defined over this dataset. Delete them, or give them another one.",
    );
  }
  const unused = sql`NOT EXISTS (SELECT 1 FROM reports WHERE ${isOver(ctx.workspaceId, row.id)})`;
  const [removed] = await ctx.db.batch([
    ctx.db
      .delete(datasets)
      .where(and(eq(datasets.id, row.id), unused))
      .returning({ id: datasets.id }),
    audit(ctx, "dataset.delete", row.id),
    ctx.db
      .delete(datasetRevisions)
      .where(
        and(
          eq(datasetRevisions.datasetId, row.id),
          sql`NOT EXISTS (SELECT 1 FROM datasets WHERE id = ${row.id})`,
        ),
      ),
  ]);
  if (removed.length === 0)
    throw new Problem("conflict", "A report over this dataset was made at the same time.");
  ctx.later(removeData(ctx, row.id, row.shard, row.tableId));
}

/** Whether a report is over the dataset: its first one, or a later one of the few that have several (both indexed). */
const isOver = (workspaceId: string, id: string) =>
  sql`((deleted_at IS NULL AND dataset_id = ${id}) OR (deleted_at IS NULL AND workspace_id = ${workspaceId}
    AND json_array_length(dataset_ids) > 1 AND ${id} IN (SELECT value FROM json_each(dataset_ids))))`;

async function removeData(ctx: Ctx, id: string, shard: number, tableId: number | null): Promise<void> {
  if (tableId !== null) await dropTable(ctx.rows(shard), tableId, ctx.now());
  await removeUnder(ctx.bucket, datasetPrefix(ctx.workspaceId, id));
}
