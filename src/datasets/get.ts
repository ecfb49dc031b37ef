import type { Ctx } from "../context";
import type { DatasetDetail } from "./schemas";
import { presentDataset, selectDataset, selectLatestImport } from "./store";
import { datasetDetailView, datasetTag } from "./view";

/** A dataset with its newest import. One round trip. */
export async function getDataset(ctx: Ctx, id: string): Promise<{ dataset: DatasetDetail; tag: string }> {
  const [[found], [latest]] = await ctx.db.batch([selectDataset(ctx, id), selectLatestImport(ctx, id)]);
  const row = presentDataset(found);
  return {
    dataset: datasetDetailView(row, latest, ctx.origin),
    tag: datasetTag(row),
  };
}
