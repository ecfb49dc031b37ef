import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { ControlDatabase } from "./client";

/** Writes a row if a condition holds by then: a statement for a batch whose earlier ones may not have hit. */
export function insertIf<T extends SQLiteTable>(
  db: ControlDatabase,
  table: T,
  row: T["$inferSelect"],
  condition: SQL,
) {
  const values = Object.entries(getTableColumns(table)).map(([key, column]) => sql.param(row[key], column));
  return db.insert(table).select(sql`SELECT ${sql.join(values, sql`, `)} WHERE ${condition}`);
}
