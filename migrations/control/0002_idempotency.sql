-- First answers to requests with an Idempotency-Key, kept for 24 hours (src/http/idempotency.ts).
CREATE TABLE idempotency_keys (
  workspace_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  -- SHA-256 of the request: the same key with another request is a mistake.
  fingerprint TEXT NOT NULL,
  -- Who holds the key while the first request runs, and since when; a holder that died is taken over.
  claim TEXT NOT NULL,
  claimed_at TEXT NOT NULL,
  -- NULL until the first request is answered.
  status INTEGER,
  headers TEXT,
  body TEXT,
  PRIMARY KEY (workspace_id, user_id, route, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);
