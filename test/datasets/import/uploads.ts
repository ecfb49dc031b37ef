import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { dropForgottenTables } from "../../../src/datasets/forgotten-tables";
import { purgeDroppedTables } from "../../../src/datasets/tables";
import { newId } from "../../../src/db/ids";
import { type DatasetRow, datasetRevisions, datasets, objectWalk } from "../../../src/db/schema";
import { errorsKey, uploadKey } from "../../../src/files/keys";
import { shop } from "../../support/run-rows";

export const hours = (count: number) => ({ ...shop, now: () => new Date(Date.now() + count * 3_600_000) });

/** A file was uploaded, and no message is about it. */
export async function waitingUpload(workspaceId: string, csv: string): Promise<DatasetRow> {
  const now = new Date();
  const at = now.toISOString();
  const id = newId("dataset", now);
  const key = uploadKey(workspaceId, id, 1);
  await env.BUCKET.put(key, csv);
  const [[row]] = await shop.db.batch([
    shop.db
      .insert(datasets)
      .values({
        id,
        workspaceId,
        name: "Upload",
        kind: "upload",
        status: "uploaded",
        latestRevision: 1,
        createdBy: "u",
        createdAt: at,
        updatedAt: at,
      })
      .returning(),
    shop.db.insert(datasetRevisions).values({
      datasetId: id,
      revision: 1,
      workspaceId,
      status: "uploaded",
      uploadKey: key,
      byteSize: csv.length,
      createdBy: "u",
      createdAt: at,
    }),
  ]);
  if (!row) throw new Error("no dataset was made");
  return row;
}

export const datasetNow = async (id: string) =>
  (await shop.db.select().from(datasets).where(eq(datasets.id, id)))[0];
export const revisionsOf = async (id: string) =>
  await shop.db.select().from(datasetRevisions).where(eq(datasetRevisions.datasetId, id));

/** What the tick does about tables that nobody wants, hours later. */
export async function cleanUp(): Promise<void> {
  await shop.db.delete(objectWalk);
  let cursor: string | null | undefined;
  do {
    await dropForgottenTables(hours(5));
    [{ cursor } = { cursor: null }] = await shop.db
      .select()
      .from(objectWalk)
      .where(eq(objectWalk.prefix, "tables/0"));
  } while (cursor);
  const later = new Date(Date.now() + 10 * 3_600_000);
  while ((await purgeDroppedTables(env.ROWS_0, later)) > 0);
}

/** All tables of a dataset, with the number of rows that readers see and of those stored. */
export async function tablesOf(id: string) {
  const { results } = await env.ROWS_0.prepare(
    `SELECT id, row_count, (SELECT count(*) FROM rows WHERE table_id = tables.id) AS stored
     FROM tables WHERE dataset_id = ? AND dropped_at IS NULL`,
  )
    .bind(id)
    .all<{ id: number; row_count: number; stored: number }>();
  return results;
}

/** The dataset shows `rows` as its revision, in its only table; no row lies anywhere without a table. */
export async function expectRows(id: string, revision: number, rows: readonly unknown[][]): Promise<void> {
  const dataset = await datasetNow(id);
  expect(dataset).toMatchObject({ status: "ready", revision, rowCount: rows.length });
  expect(await tablesOf(id)).toEqual([{ id: dataset?.tableId, row_count: rows.length, stored: rows.length }]);
  const { results } = await env.ROWS_0.prepare(
    "SELECT n, json(data) AS data FROM rows WHERE table_id = ? ORDER BY n",
  )
    .bind(dataset?.tableId)
    .all<{ n: number; data: string }>();
  expect(results.map(({ n }) => n)).toEqual(rows.map((_, at) => at + 1));
  expect(results.map(({ data }) => JSON.parse(data))).toEqual(rows);
  const lost = await env.ROWS_0.prepare(
    "SELECT count(*) AS rows FROM rows WHERE table_id NOT IN (SELECT id FROM tables)",
  ).first();
  expect(lost).toEqual({ rows: 0 });
}

export const errorsFile = async ({ workspaceId, id }: DatasetRow, revision = 1) =>
  (await (await env.BUCKET.get(errorsKey(workspaceId, id, revision)))?.text()) ?? null;
