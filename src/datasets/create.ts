import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { type DatasetRow, datasets } from "../db/schema";
import { invalid } from "../http/problem";
import { audit } from "../identity/audit";
import { requireCreate } from "../identity/policy";
import type { CreateDataset, Dataset } from "./schemas";
import { datasetView } from "./view";

/** Makes a dataset without rows; these come by `POST /datasets/{id}/rows`. */
export async function createDataset(ctx: Ctx, input: CreateDataset): Promise<Dataset> {
  requireCreate(ctx.actor.role);
  const fields = (input.fields ?? []).map((field) => ({ ...field, label: field.label ?? field.name }));
  const twice = fields.find(({ name }, index) => fields.findIndex((other) => other.name === name) !== index);
  if (twice) throw invalid({ fields: [`${twice.name} is named twice`] });
  const row = newDataset(ctx, { name: input.name, description: input.description ?? null, kind: "stream" });
  row.fields = fields;
  await ctx.db.batch([ctx.db.insert(datasets).values(row), audit(ctx, "dataset.create", row.id)]);
  return datasetView(row);
}

/** The row of a dataset that begins now, with nothing in it. */
export function newDataset(ctx: Ctx, facts: Pick<DatasetRow, "name" | "description" | "kind">): DatasetRow {
  const now = ctx.now();
  return {
    id: newId("dataset", now),
    workspaceId: ctx.workspaceId,
    ...facts,
    status: "empty",
    shard: 0,
    fields: [],
    revision: 0,
    latestRevision: 0,
    tableId: null,
    rowCount: 0,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}
