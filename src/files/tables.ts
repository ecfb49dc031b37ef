import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** As migrations/control/0005_files.sql makes them. */

/** Multipart uploads that were begun; finished ones stay until the clean-up sees them. */
export const openUploads = sqliteTable("open_uploads", {
  uploadId: text("upload_id").primaryKey(),
  objectKey: text("object_key").notNull(),
  openedAt: text("opened_at").notNull(),
});

/** Links that open once and were opened. */
export const usedLinks = sqliteTable("used_links", {
  id: text("id").primaryKey(),
  expiresAt: text("expires_at").notNull(),
});
