import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** As migrations/control/0002_idempotency.sql makes it. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    workspaceId: text("workspace_id").notNull(),
    userId: text("user_id").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    claim: text("claim").notNull(),
    claimedAt: text("claimed_at").notNull(),
    /** Null while the first request runs. */
    status: integer("status"),
    headers: text("headers", { mode: "json" }).$type<Record<string, string>>(),
    /** Null when the answer was too large to keep. */
    body: text("body"),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.userId, table.route, table.key] })],
);

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect;
