import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context";
import { datasets } from "../db/schema";
import { notFound } from "../http/problem";
import { audit } from "../identity/audit";
import { requireChangeOwned } from "../identity/policy";
import type { Dataset, UpdateDataset } from "./schemas";
import { findDataset } from "./store";
import { datasetTag, datasetView } from "./view";

/** Renames or describes a dataset. Its owner or an admin. */
export async function updateDataset(
  ctx: Ctx,
  input: { id: string; changes: UpdateDataset; checkTag: (tag: string) => void },
): Promise<Dataset> {
  const row = await findDataset(ctx, input.id);
  requireChangeOwned(ctx.actor, row.createdBy);
  input.checkTag(datasetTag(row));
  const changes = {
    ...(input.changes.name === undefined ? {} : { name: input.changes.name }),
    ...(input.changes.description === undefined ? {} : { description: input.changes.description }),
    updatedAt: ctx.now().toISOString(),
  };
  const [[changed]] = await ctx.db.batch([
    ctx.db
      .update(datasets)
      .set(changes)
      .where(and(eq(datasets.id, row.id), eq(datasets.workspaceId, ctx.workspaceId)))
      .returning(),
    audit(ctx, "dataset.update", row.id),
  ]);
  if (!changed) throw notFound("dataset");
  return datasetView(changed);
}
