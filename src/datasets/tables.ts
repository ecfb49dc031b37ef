/** Tables of a data database: one for each attempt at an import, dropped when unwanted, emptied later in bounded steps. */

const PURGE_ROWS = 10_000;

/** A new, empty table. */
export async function openTable(
  db: D1Database,
  owner: { workspaceId: string; datasetId: string; revision: number },
  now: Date,
): Promise<number> {
  const { results } = await db
    .prepare(
      "INSERT INTO tables (workspace_id, dataset_id, revision, created_at) VALUES (?, ?, ?, ?) RETURNING id",
    )
    .bind(owner.workspaceId, owner.datasetId, owner.revision, now.toISOString())
    .all<{ id: number }>();
  const id = results[0]?.id;
  if (id === undefined) throw new Error("a table was not made");
  return id;
}

/** Marks tables as no longer wanted. Runs that read them now may finish: rows go an hour later. */
export async function dropTables(db: D1Database, ids: readonly number[], now: Date): Promise<void> {
  await db
    .prepare(
      "UPDATE tables SET dropped_at = ? WHERE dropped_at IS NULL AND id IN (SELECT value FROM json_each(?))",
    )
    .bind(now.toISOString(), JSON.stringify(ids))
    .run();
}

/** The same for one table, by whoever has just no more use for it. Never fails: the tick finds what is left. */
export async function dropTable(db: D1Database, id: number, now: Date): Promise<void> {
  await dropTables(db, [id], now).catch((error: unknown) => {
    console.warn({ event: "table.drop_failed", table: id, cause: String(error) });
  });
}

/** One bounded step of removing rows of tables dropped before `before`. Gives the number of rows removed. */
export async function purgeDroppedTables(db: D1Database, before: Date): Promise<number> {
  const { results } = await db
    .prepare("SELECT id FROM tables WHERE dropped_at < ? ORDER BY dropped_at LIMIT 10")
    .bind(before.toISOString())
    .all<{ id: number }>();
  let removed = 0;
  for (const { id } of results) {
    const rows = await purgeSome(db, id);
    removed += rows;
    if (rows < PURGE_ROWS) await db.prepare("DELETE FROM tables WHERE id = ?").bind(id).run();
  }
  return removed;
}

async function purgeSome(db: D1Database, tableId: number): Promise<number> {
  const { results } = await db
    .prepare(
      `DELETE FROM rows WHERE table_id = ?1 AND n IN (SELECT n FROM rows WHERE table_id = ?1 ORDER BY n LIMIT ?2)
       RETURNING 1`,
    )
    .bind(tableId, PURGE_ROWS)
    .all();
  return results.length;
}
