-- How far the walk over all stored objects has come (src/ops/remove-orphans.ts).
CREATE TABLE object_walk (
  prefix TEXT PRIMARY KEY,
  cursor TEXT
) WITHOUT ROWID;
CREATE INDEX dataset_revisions_failed ON dataset_revisions (completed_at) WHERE status = 'failed' AND upload_key IS NOT NULL;

-- Queue messages that were given up, for the health check.
CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  workspace_id TEXT,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX dead_letters_by_age ON dead_letters (at);
CREATE INDEX dead_letters_by_workspace ON dead_letters (workspace_id, at);
