import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** As migrations/control/0005_files.sql and migrations/control/0012_file_claims.sql make them. */

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

/** Who is making one more file of a completed run; `id` is run/format. */
export const fileClaims = sqliteTable("file_claims", {
  id: text("id").primaryKey(),
  holder: text("holder").notNull(),
  leaseUntil: text("lease_until").notNull(),
});
