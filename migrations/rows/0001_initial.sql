-- A data database: the rows of datasets, apart from the definitions (see docs/storage.md).

-- One immutable revision of a dataset, or one that grows by appends. `row_count` is what readers see.
-- An id is never given twice: a run may still hold the one of a table that is long gone.
CREATE TABLE tables (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  row_count INTEGER NOT NULL DEFAULT 0,
  byte_count INTEGER NOT NULL DEFAULT 0,
  max_row_bytes INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  dropped_at TEXT,
  UNIQUE (dataset_id, revision)
);
CREATE INDEX tables_dropped ON tables (dropped_at) WHERE dropped_at IS NOT NULL;

-- `data` is a JSONB array, one element a field; `n` counts from 1 without gaps.
CREATE TABLE rows (
  table_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (table_id, n)
) WITHOUT ROWID;
