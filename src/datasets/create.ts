import type { Ctx } from "../context";
import { newId } from "../db/ids";
import { type DatasetRow, datasets } from "../db/schema";
import { invalid } from "../http/problem";
import { audit } from "../identity/audit";
import { requireCreate } from "../identity/policy";
import type { Field } from "./field";
import { type Preset, presetOf } from "./presets";
import type { CreateDataset, Dataset } from "./schemas";
import { datasetView } from "./view";

/** Makes a dataset without rows, with the fields of its preset; rows come by `POST /datasets/{id}/rows`. */
export async function createDataset(ctx: Ctx, input: CreateDataset): Promise<Dataset> {
  requireCreate(ctx.actor.role);
  const named = (input.fields ?? []).map((field) => ({ ...field, label: field.label ?? field.name }));
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) !== index);
  if (twice) throw invalid({ fields: [`${twice.name} is named twice`] });
  const row = newDataset(ctx, { name: input.name, description: input.description ?? null, kind: "stream" });
  row.preset = input.preset ?? null;
  row.fields = withPreset(presetOf(row.preset), named);
  await ctx.db.batch([ctx.db.insert(datasets).values(row), audit(ctx, "dataset.create", row.id)]);
  return datasetView(row);
}

/** The fields of a preset and those that are named: these replace the preset's of the same name, or follow. */
function withPreset(preset: Preset | null, named: readonly Field[]): Field[] {
  const own = (preset?.fields ?? []).map(({ name, label, type, format }) => ({
    name,
    label,
    type,
    ...(format === undefined ? {} : { format }),
  }));
  const all = new Map([...own, ...named].map((field) => [field.name, field]));
  return [...all.values()];
}

/** The row of a dataset that begins now, with nothing in it. */
export function newDataset(ctx: Ctx, facts: Pick<DatasetRow, "name" | "description" | "kind">): DatasetRow {
  const now = ctx.now();
  return {
    id: newId("dataset", now),
    workspaceId: ctx.workspaceId,
    ...facts,
    status: "empty",
    shard: ctx.settings.ROWS_SHARD,
    fields: [],
    preset: null,
    presetDetected: false,
    revision: 0,
    latestRevision: 0,
    tableId: null,
    rowCount: 0,
    createdBy: ctx.actor.id,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}
