/** Tables of a data database: made for an import, dropped when superseded, emptied later in bounded steps. */

const PURGE_ROWS = 10_000;

/** The table of a revision, made empty: what an earlier, interrupted attempt wrote is removed first. */
export async function openTable(
  db: D1Database,
  owner: { workspaceId: string; datasetId: string; revision: number },
  now: Date,
): Promise<number> {
  const { results } = await db
    .prepare(
      `INSERT INTO tables (workspace_id, dataset_id, revision, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (dataset_id, revision) DO UPDATE SET row_count = 0, byte_count = 0, max_row_bytes = 0, dropped_at = NULL
       RETURNING id`,
    )
    .bind(owner.workspaceId, owner.datasetId, owner.revision, now.toISOString())
    .all<{ id: number }>();
  const id = results[0]?.id;
  if (id === undefined) throw new Error("a table was not made");
  while ((await purgeSome(db, id)) === PURGE_ROWS);
  return id;
}

/** Marks a table as no longer wanted. Runs that read it now may finish: rows go an hour later. */
export function dropTable(db: D1Database, tableId: number, now: Date): D1PreparedStatement {
  return db.prepare("UPDATE tables SET dropped_at = ? WHERE id = ?").bind(now.toISOString(), tableId);
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
