-- Each attempt at an import has a table of its own, so that one which was overtaken can spoil no rows but its own.
-- SQLite drops no constraint of a table, hence a new one. Its first, passing row hands on the counter of ids.
CREATE TABLE tables_of_attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  row_count INTEGER NOT NULL DEFAULT 0,
  byte_count INTEGER NOT NULL DEFAULT 0,
  max_row_bytes INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  dropped_at TEXT
);
INSERT INTO tables_of_attempts (id, workspace_id, dataset_id, revision, created_at)
  SELECT seq, '', '', 0, '' FROM sqlite_sequence WHERE name = 'tables' AND seq > 0;
DELETE FROM tables_of_attempts;
INSERT INTO tables_of_attempts SELECT id, workspace_id, dataset_id, revision, row_count, byte_count, max_row_bytes,
  created_at, dropped_at FROM tables;
DROP TABLE tables;
ALTER TABLE tables_of_attempts RENAME TO tables;
CREATE INDEX tables_dropped ON tables (dropped_at) WHERE dropped_at IS NOT NULL;
