-- Who hears of what: webhooks, and one row for each piece of news and each of its targets (src/delivery).
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT,
  events TEXT NOT NULL,
  -- Sealed, like the secrets: custom headers may hold credentials (src/http/sealed.ts).
  headers TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  disabled_reason TEXT,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until TEXT,
  -- Since when no delivery has succeeded; NULL while the last one did.
  failing_since TEXT,
  -- Where the API was reached when it was made, for links in what it is sent.
  origin TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX webhooks_by_workspace ON webhooks (workspace_id, id);

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- A webhook's id, or an e-mail address.
  target TEXT NOT NULL COLLATE NOCASE,
  event TEXT NOT NULL,
  -- The run, dataset, schedule or webhook that it is about, and which time where it may happen again.
  subject_id TEXT NOT NULL,
  occasion TEXT NOT NULL DEFAULT '',
  schedule_id TEXT,
  payload TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  -- When it is due, or when the lease of its sender ends; NULL once it has ended.
  next_at TEXT,
  response_code INTEGER,
  response_body TEXT,
  duration_ms INTEGER,
  error TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
-- News reaches each target once, however often it is announced.
CREATE UNIQUE INDEX deliveries_once ON deliveries (subject_id, event, occasion, target);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_webhook ON deliveries (target, id) WHERE kind = 'webhook';
CREATE INDEX deliveries_by_schedule ON deliveries (schedule_id, id) WHERE schedule_id IS NOT NULL;

CREATE TABLE unsubscribes (
  workspace_id TEXT NOT NULL,
  schedule_id TEXT NOT NULL,
  recipient TEXT NOT NULL COLLATE NOCASE,
  at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, schedule_id, recipient)
) WITHOUT ROWID;
