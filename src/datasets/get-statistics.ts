import type { Ctx } from "../context";
import type { TableStatistics } from "./statistics/collect";
import { presentDataset, selectDataset, selectShownImport } from "./store";

/** Statistics of every field. Kept from the import; counted anew in the Generator when rows came since. */
export async function datasetStatistics(ctx: Ctx, id: string): Promise<TableStatistics> {
  const [[found], [shown]] = await ctx.db.batch([selectDataset(ctx, id), selectShownImport(ctx, id)]);
  const row = presentDataset(found);
  if (row.revision === 0) return { rows: 0, fields: {} };
  const stored = shown?.statistics as TableStatistics | null | undefined;
  // Valid while the dataset still has that many rows.
  if (stored && stored.rows === row.rowCount) return stored;
  return await ctx.generator.countStatistics(ctx.workspaceId, row.id);
}
