-- When reports are made again (src/schedules).
CREATE TABLE schedules (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  report_id TEXT NOT NULL,
  name TEXT,
  -- 1: made by the `frequency` of the report's config, and changes with it.
  from_config INTEGER NOT NULL DEFAULT 0,
  -- JSON: the rule with its zone, start, end and exceptions (src/schedules/recurrence.ts).
  recurrence TEXT NOT NULL,
  -- NULL: the report's own.
  formats TEXT,
  filters TEXT NOT NULL,
  filename_template TEXT,
  misfire TEXT NOT NULL,
  overlap TEXT NOT NULL,
  send_if TEXT,
  deliveries TEXT NOT NULL,
  -- NULL while it is paused and once it has ended.
  next_run TEXT,
  paused INTEGER NOT NULL DEFAULT 0,
  paused_reason TEXT,
  paused_message TEXT,
  -- Slots in a row that failed.
  failures INTEGER NOT NULL DEFAULT 0,
  -- Hash of the data that was last sent, for send_if = 'if_changed'.
  last_sent_hash TEXT,
  -- Where the API was reached when it was saved, for links in what its runs tell.
  origin TEXT NOT NULL,
  -- Its owner: runs are theirs, and their access is asked for each time.
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX schedules_by_workspace ON schedules (workspace_id, id);
CREATE INDEX schedules_by_report ON schedules (report_id, id);
CREATE INDEX schedules_due ON schedules (next_run) WHERE next_run IS NOT NULL;

-- What came of each planned time. The key is what makes a slot fire once.
CREATE TABLE schedule_slots (
  schedule_id TEXT NOT NULL,
  slot TEXT NOT NULL,
  outcome TEXT NOT NULL,
  run_id TEXT,
  note TEXT,
  -- Who took the slot; the other statements of that batch ask for it.
  claim TEXT NOT NULL,
  at TEXT NOT NULL,
  -- Who noted how its run ended; NULL while that is to be noted.
  settled TEXT,
  PRIMARY KEY (schedule_id, slot)
) WITHOUT ROWID;
CREATE INDEX schedule_slots_unsettled ON schedule_slots (slot) WHERE settled IS NULL;
CREATE INDEX schedule_slots_by_age ON schedule_slots (at);
