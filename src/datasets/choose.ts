import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type DatasetRow, datasets } from "../db/schema";
import type { Field } from "./field";

/** Names of the fields of a stored dataset. */
export const fieldsOf = (dataset: DatasetRow): Field[] => dataset.fields as Field[];

/**
 * The datasets a config may mean: the named one, or all that have every named field (by name or
 * label). A statement; the answer is judged by `chooseDataset`.
 */
export function selectCandidates(ctx: Ctx, datasetId: string | undefined, fieldNames: readonly string[]) {
  const inWorkspace = eq(datasets.workspaceId, ctx.workspaceId);
  if (datasetId !== undefined)
    return ctx.db
      .select()
      .from(datasets)
      .where(and(inWorkspace, eq(datasets.id, datasetId)))
      .limit(1);
  const hasAll = sql`NOT EXISTS (
    SELECT 1 FROM json_each(${JSON.stringify([...new Set(fieldNames)])}) AS wanted WHERE NOT EXISTS (
      SELECT 1 FROM json_each(${datasets.fields}) AS field
      WHERE field.value ->> 'name' = wanted.value OR field.value ->> 'label' = wanted.value))`;
  return ctx.db
    .select()
    .from(datasets)
    .where(and(inWorkspace, sql`json_array_length(${datasets.fields}) > 0`, hasAll))
    .orderBy(datasets.id)
    .limit(11);
}

/** The one dataset meant, or why there is none: `{field: what to change}` under the config's own path. */
export function chooseDataset(
  candidates: readonly DatasetRow[],
  { named, preferred }: { named: string | undefined; preferred?: string | null },
): DatasetRow | { error: string } {
  const [first, ...others] = candidates;
  if (named !== undefined) {
    if (!first) return { error: `There is no dataset ${named} in this workspace` };
    if (first.fields.length > 0) return first;
    return { error: `The fields of dataset ${named} are not known yet: it is ${first.status}` };
  }
  const current = candidates.find(({ id }) => id === preferred);
  if (current) return current;
  if (!first) return { error: "No dataset of this workspace has all the named fields" };
  if (others.length > 0) {
    const list = candidates.slice(0, 10).map(({ id, name }) => `${id} (${name})`);
    return { error: `Several datasets have these fields, name one: ${list.join(", ")}` };
  }
  return first;
}
