import { eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { objectWalk } from "../db/schema";
import { dropTables } from "./tables";

/** Per step. */
const MOST = 200;
/** Longer than any import lives: a younger table may be about to be shown. */
const SETTLED_AFTER_MS = 60 * 60 * 1000;

interface TableOwner {
  readonly id: number;
  readonly dataset_id: string;
}

/**
 * Looks at the next tables and drops those that their dataset does not show: what an isolate that died had begun, or
 * had just replaced. Walks all tables of each data database over time, a step a tick.
 */
export async function dropForgottenTables(platform: Platform): Promise<void> {
  await Promise.all(platform.shards.map((shard) => walkOn(platform, shard)));
}

async function walkOn({ db, d1, rows, now }: Platform, shard: number): Promise<void> {
  const prefix = `tables/${shard}`;
  const [place] = await db.select().from(objectWalk).where(eq(objectWalk.prefix, prefix));
  const settled = new Date(now().getTime() - SETTLED_AFTER_MS);
  const { results } = await rows(shard)
    .prepare(
      `SELECT id, dataset_id FROM tables WHERE id > ? AND dropped_at IS NULL AND created_at < ?
       ORDER BY id LIMIT ${MOST}`,
    )
    .bind(Number(place?.cursor ?? 0), settled.toISOString())
    .all<TableOwner>();
  const forgotten = await unshown(d1, results);
  if (forgotten.length > 0) {
    console.warn({ event: "cleanup.tables", count: forgotten.length, first: forgotten[0] });
    await dropTables(rows(shard), forgotten, now());
  }
  const cursor = results.length === MOST ? String(results.at(-1)?.id) : null;
  await db
    .insert(objectWalk)
    .values({ prefix, cursor })
    .onConflictDoUpdate({ target: objectWalk.prefix, set: { cursor: sql`excluded.cursor` } })
    .run();
}

/** Which of these tables are not the ones of their datasets. One round trip. */
async function unshown(d1: D1Database, tables: readonly TableOwner[]): Promise<number[]> {
  if (tables.length === 0) return [];
  const { results } = await d1
    .prepare(
      `SELECT value ->> 'id' AS id FROM json_each(?) WHERE NOT EXISTS (
         SELECT 1 FROM datasets WHERE datasets.id = value ->> 'dataset_id' AND table_id = value ->> 'id')`,
    )
    .bind(JSON.stringify(tables))
    .all<{ id: number }>();
  return results.map(({ id }) => id);
}
