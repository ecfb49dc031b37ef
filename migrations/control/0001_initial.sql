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
  preset TEXT,
  preset_detected INTEGER NOT NULL DEFAULT 0,
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
  dataset_ids TEXT NOT NULL DEFAULT '[]',
  data_key TEXT,
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
CREATE INDEX reports_by_dataset ON reports (dataset_id) WHERE deleted_at IS NULL;
CREATE INDEX reports_deleted ON reports (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX reports_of_several_datasets ON reports (workspace_id)
  WHERE deleted_at IS NULL AND json_array_length(dataset_ids) > 1;

CREATE TABLE report_shares (
  report_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  shared_by TEXT NOT NULL,
  shared_at TEXT NOT NULL,
  PRIMARY KEY (report_id, user_id)
) WITHOUT ROWID;
CREATE INDEX report_shares_by_user ON report_shares (workspace_id, user_id, report_id);

CREATE TABLE templates (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  template_type TEXT NOT NULL,
  base_config TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX templates_by_workspace ON templates (workspace_id, id);

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
  name TEXT NOT NULL,
  description TEXT,
  dataset_ids TEXT NOT NULL,
  data_key TEXT,
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
  fingerprint TEXT,
  result_summary TEXT NOT NULL,
  generated_by TEXT NOT NULL,
  executed_by_name TEXT,
  execution_time_ms INTEGER,
  available_at TEXT NOT NULL,
  lease_until TEXT,
  attempt_started_at TEXT,
  retry_of TEXT,
  retry_number INTEGER NOT NULL DEFAULT 0,
  schedule_id TEXT,
  slot TEXT,
  cleaned_at TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  completed_at TEXT,
  expires_at TEXT
) WITHOUT ROWID;
CREATE INDEX runs_by_report ON runs (report_id, id);
CREATE INDEX runs_by_version ON runs (report_id, version_number) WHERE version_number IS NOT NULL;
CREATE INDEX runs_alike ON runs (fingerprint, id) WHERE fingerprint IS NOT NULL;
CREATE INDEX runs_by_workspace ON runs (workspace_id, id);
CREATE INDEX runs_waiting ON runs (workspace_id, available_at, id) WHERE status IN ('queued', 'retrying');
CREATE INDEX runs_due ON runs (available_at, id) WHERE status IN ('queued', 'retrying');
CREATE INDEX runs_running ON runs (workspace_id, lease_until) WHERE status = 'running';
CREATE INDEX runs_retries ON runs (retry_of, retry_number) WHERE retry_of IS NOT NULL;
CREATE INDEX runs_by_schedule ON runs (schedule_id, id) WHERE schedule_id IS NOT NULL;
CREATE INDEX runs_uncleaned ON runs (completed_at) WHERE status IN ('failed', 'cancelled') AND cleaned_at IS NULL;
CREATE INDEX runs_expiring ON runs (expires_at) WHERE expires_at IS NOT NULL AND cleaned_at IS NULL;

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
