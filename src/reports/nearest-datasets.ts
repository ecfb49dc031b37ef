import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { datasets } from "../db/schema";

/** So many are looked at; those that fit come first, so this only cuts off what nobody means. */
const MOST = 50;

/**
 * The datasets that a config may mean which is not known yet, because it lies in a row that the same batch reads.
 * `configs` selects one column `config` of JSON. Any text in it may be the id or preset of a dataset or the name of a field,
 * so the datasets with most of these names come first; which one is meant is judged by those who know the config.
 */
export function selectNearestDatasets({ db, workspaceId }: Pick<Ctx, "db" | "workspaceId">, configs: SQL) {
  const names = sql`(SELECT leaf.value FROM (${configs}) AS given, json_tree(given.config) AS leaf WHERE leaf.type = 'text')`;
  return db
    .select()
    .from(datasets)
    .where(and(eq(datasets.workspaceId, workspaceId), sql`json_array_length(${datasets.fields}) > 0`))
    .orderBy(
      sql`(${datasets.id} IN ${names}) + (coalesce(${datasets.preset}, '') IN ${names}) DESC`,
      sql`(SELECT count(*) FROM json_each(${datasets.fields}) AS field
        WHERE field.value ->> 'name' IN ${names} OR field.value ->> 'label' IN ${names}) DESC`,
      desc(datasets.id),
    )
    .limit(MOST);
}
