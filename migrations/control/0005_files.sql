-- Multipart uploads under way, so that those whose maker died are given up (R2 cannot list them). Rows of finished
-- ones stay until the clean-up sees them.
CREATE TABLE open_uploads (
  upload_id TEXT PRIMARY KEY,
  object_key TEXT NOT NULL,
  opened_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_uploads_by_age ON open_uploads (opened_at);

-- Links that open once and were opened.
CREATE TABLE used_links (
  id TEXT PRIMARY KEY,
  expires_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX used_links_by_end ON used_links (expires_at);
