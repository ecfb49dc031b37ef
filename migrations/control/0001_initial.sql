-- The control database: definitions, runs, users. Rows of datasets live in migrations/rows.
-- Times are ISO 8601 UTC text with milliseconds, so that they sort as text. Ids sort by creation.

CREATE TABLE users (
  workspace_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT,
  email TEXT,
  role TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
) WITHOUT ROWID;

CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  shard INTEGER NOT NULL DEFAULT 0,
  fields TEXT NOT NULL DEFAULT '[]',
  revision INTEGER NOT NULL DEFAULT 0,
  latest_revision INTEGER NOT NULL DEFAULT 0,
  table_id INTEGER,
  row_count INTEGER NOT NULL DEFAULT 0,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX datasets_by_workspace ON datasets (workspace_id, id);

-- One import each: what was uploaded, how it was read, what came of it.
CREATE TABLE dataset_revisions (
  dataset_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  workspace_id TEXT NOT NULL,
  status TEXT NOT NULL,
  upload_key TEXT,
  filename TEXT,
  byte_size INTEGER NOT NULL DEFAULT 0,
  options TEXT NOT NULL DEFAULT '{}',
  form TEXT,
  table_id INTEGER,
  rows_ok INTEGER NOT NULL DEFAULT 0,
  rows_failed INTEGER NOT NULL DEFAULT 0,
  bad_rows TEXT NOT NULL DEFAULT '[]',
  statistics TEXT,
  error TEXT,
  attempt INTEGER NOT NULL DEFAULT 0,
  lease_until TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  completed_at TEXT,
  PRIMARY KEY (dataset_id, revision)
) WITHOUT ROWID;
CREATE INDEX dataset_revisions_waiting ON dataset_revisions (created_at) WHERE status IN ('uploaded', 'processing');

CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  uid TEXT,
  name TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL,
  visibility TEXT NOT NULL,
  config TEXT NOT NULL,
  report_type TEXT,
  client_id TEXT,
  dataset_id TEXT,
  shared_count INTEGER NOT NULL DEFAULT 0,
  version_number INTEGER NOT NULL DEFAULT 1,
  last_execution TEXT,
  last_generated_at TEXT,
  last_generated_by TEXT,
  next_scheduled_run TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
) WITHOUT ROWID;
CREATE INDEX reports_by_workspace ON reports (workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_update ON reports (workspace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_name ON reports (workspace_id, name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_status ON reports (workspace_id, status, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_owner ON reports (workspace_id, created_by, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_owner_update ON reports (workspace_id, created_by, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_visibility ON reports (workspace_id, visibility, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_visibility_update ON reports (workspace_id, visibility, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX reports_by_dataset ON reports (dataset_id) WHERE deleted_at IS NULL;

CREATE TABLE report_shares (
  report_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  shared_by TEXT NOT NULL,
  shared_at TEXT NOT NULL,
  PRIMARY KEY (report_id, user_id)
) WITHOUT ROWID;
CREATE INDEX report_shares_by_user ON report_shares (workspace_id, user_id, report_id);

-- How many reports there are, so that a list's total does not read them all: by owner, and for all owners
-- together (created_by = ''), so that a total reads a few rows however many people there are.
CREATE TABLE report_counts (
  workspace_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  visibility TEXT NOT NULL,
  status TEXT NOT NULL,
  kind TEXT NOT NULL,
  is_shared INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, created_by, visibility, status, kind, is_shared)
) WITHOUT ROWID;

CREATE TRIGGER report_counts_insert AFTER INSERT ON reports WHEN new.deleted_at IS NULL BEGIN
  INSERT INTO report_counts
  SELECT new.workspace_id, owner.value, new.visibility, new.status, new.kind, new.shared_count > 0, 1
  FROM json_each(json_array(new.created_by, '')) AS owner WHERE true
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER report_counts_delete AFTER DELETE ON reports WHEN old.deleted_at IS NULL BEGIN
  UPDATE report_counts SET n = n - 1
  WHERE workspace_id = old.workspace_id AND created_by IN (old.created_by, '') AND visibility = old.visibility
    AND status = old.status AND kind = old.kind AND is_shared = (old.shared_count > 0);
END;
CREATE TRIGGER report_counts_leave AFTER UPDATE OF status, visibility, shared_count, deleted_at ON reports
WHEN old.deleted_at IS NULL BEGIN
  UPDATE report_counts SET n = n - 1
  WHERE workspace_id = old.workspace_id AND created_by IN (old.created_by, '') AND visibility = old.visibility
    AND status = old.status AND kind = old.kind AND is_shared = (old.shared_count > 0);
END;
CREATE TRIGGER report_counts_enter AFTER UPDATE OF status, visibility, shared_count, deleted_at ON reports
WHEN new.deleted_at IS NULL BEGIN
  INSERT INTO report_counts
  SELECT new.workspace_id, owner.value, new.visibility, new.status, new.kind, new.shared_count > 0, 1
  FROM json_each(json_array(new.created_by, '')) AS owner WHERE true
  ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- What a change of the definition, a run, an edit or an import produced.
CREATE TABLE report_versions (
  report_id TEXT NOT NULL,
  version_number INTEGER NOT NULL,
  workspace_id TEXT NOT NULL,
  change_type TEXT NOT NULL,
  change_description TEXT NOT NULL,
  config TEXT NOT NULL,
  run_id TEXT,
  row_count INTEGER,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (report_id, version_number)
) WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  report_id TEXT NOT NULL,
  report_name TEXT NOT NULL,
  version_number INTEGER,
  "trigger" TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  error TEXT,
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL,
  percent INTEGER NOT NULL DEFAULT 0,
  stage TEXT NOT NULL DEFAULT 'queued',
  rows_done INTEGER NOT NULL DEFAULT 0,
  rows_total INTEGER,
  rows_returned INTEGER,
  truncated INTEGER NOT NULL DEFAULT 0,
  formats TEXT NOT NULL,
  files TEXT NOT NULL DEFAULT '[]',
  frozen TEXT NOT NULL,
  result_summary TEXT NOT NULL,
  generated_by TEXT NOT NULL,
  executed_by_name TEXT,
  execution_time_ms INTEGER,
  available_at TEXT NOT NULL,
  lease_until TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  completed_at TEXT,
  expires_at TEXT
) WITHOUT ROWID;
CREATE INDEX runs_by_report ON runs (report_id, id);
CREATE INDEX runs_by_workspace ON runs (workspace_id, id);
CREATE INDEX runs_unfinished ON runs (available_at, id) WHERE status IN ('queued', 'retrying', 'running');

CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,
  target_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX audit_log_by_workspace ON audit_log (workspace_id, id);
