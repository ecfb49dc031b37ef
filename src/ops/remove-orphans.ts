import { eq, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { objectWalk } from "../db/schema";
import { type KeyOwner, ownerOf } from "../files/keys";

/** Per step. */
const MOST = 200;
/** What is younger may belong to a row that is about to be written. */
const SETTLED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Looks at the next stored objects and removes those that nothing refers to any more: what was left when an
 * isolate died between storing an object and noting it. Walks the whole bucket over time, a step a tick.
 */
export async function removeOrphans({ db, d1, bucket, now }: Platform): Promise<void> {
  const [place] = await db.select().from(objectWalk).where(eq(objectWalk.prefix, ""));
  const { objects, truncated, ...rest } = await listFrom(bucket, place?.cursor ?? null);
  const settled = now().getTime() - SETTLED_AFTER_MS;
  const old = objects.filter(({ uploaded }) => uploaded.getTime() < settled);
  const owned = old.flatMap(({ key }) => {
    const owner = ownerOf(key);
    return owner ? [{ key, owner }] : [];
  });
  const known = await existing(
    d1,
    owned.map(({ owner }) => owner),
  );
  const orphans = owned.filter(({ owner }) => !known.has(owner.id)).map(({ key }) => key);
  if (orphans.length > 0) {
    console.warn({ event: "cleanup.orphans", count: orphans.length, first: orphans[0] });
    await bucket.delete(orphans);
  }
  const cursor = truncated && "cursor" in rest ? rest.cursor : null;
  await db
    .insert(objectWalk)
    .values({ prefix: "", cursor })
    .onConflictDoUpdate({ target: objectWalk.prefix, set: { cursor: sql`excluded.cursor` } })
    .run();
}

/** The next objects. A place that the bucket no longer knows is given up: the walk begins anew. */
async function listFrom(bucket: R2Bucket, cursor: string | null): Promise<R2Objects> {
  if (cursor === null) return await bucket.list({ limit: MOST });
  try {
    return await bucket.list({ limit: MOST, cursor });
  } catch (error) {
    console.warn({ event: "cleanup.walk_restarted", cause: String(error) });
    return await bucket.list({ limit: MOST });
  }
}

/** Which of these ids still have their row. One round trip. */
async function existing(d1: D1Database, owners: readonly KeyOwner[]): Promise<ReadonlySet<string>> {
  if (owners.length === 0) return new Set();
  const ids = JSON.stringify([...new Set(owners.map(({ id }) => id))]);
  const { results } = await d1
    .prepare(
      `SELECT value AS id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM runs WHERE id = value)
        OR EXISTS (SELECT 1 FROM datasets WHERE id = value) OR EXISTS (SELECT 1 FROM reports WHERE id = value)`,
    )
    .bind(ids)
    .all<{ id: string }>();
  return new Set(results.map(({ id }) => id));
}
