-- The lists of runs: a page of runs is the first items of two lists at most, and a total the sum of a few counts,
-- however many runs there are. A run stands in the lists of its report's readers. Triggers keep all of this.
CREATE TABLE run_lists (
  id INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  audience TEXT NOT NULL,
  UNIQUE (audience, workspace_id)
);

CREATE TABLE run_list_items (
  list_id INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (list_id, run_id)
) WITHOUT ROWID;
CREATE INDEX run_list_items_by_status ON run_list_items (list_id, status, run_id);

CREATE TABLE run_counts (
  list_id INTEGER NOT NULL,
  status TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (list_id, status)
) WITHOUT ROWID;

-- The lists that have the runs of a report.
CREATE TABLE run_readers (
  report_id TEXT NOT NULL,
  list_id INTEGER NOT NULL,
  PRIMARY KEY (report_id, list_id)
) WITHOUT ROWID;

-- Who sees a report: see `report_places` (0007), which had this in itself. The plus keeps SQLite from walking all
-- shares of the workspace.
CREATE VIEW report_audiences AS
SELECT r.id AS report_id, r.workspace_id, audience.value AS audience
FROM reports AS r
JOIN json_each(CASE
  WHEN r.deleted_at IS NOT NULL THEN json_array('trash', 'trash:' || r.created_by)
  WHEN r.visibility = 'workspace' THEN '["all", "open"]'
  ELSE (SELECT json_group_array(a) FROM (
    SELECT 'all' AS a UNION SELECT 'user:' || r.created_by UNION SELECT 'user:' || s.user_id
    FROM report_shares AS s WHERE s.report_id = r.id AND +s.workspace_id = r.workspace_id))
  END) AS audience;

DROP VIEW report_places;
CREATE VIEW report_places AS
SELECT r.id AS report_id, r.workspace_id, a.audience,
  json_array(owner.value, client.value, type.value) AS facet,
  r.status || '/' || r.kind || '/' || (r.shared_count > 0) AS class
FROM reports AS r
CROSS JOIN report_audiences AS a ON a.report_id = r.id
JOIN json_each(json_array(NULL, r.created_by)) AS owner
JOIN json_each(iif(r.client_id IS NULL, '[null]', json_array(NULL, r.client_id))) AS client
JOIN json_each(iif(r.report_type IS NULL, '[null]', json_array(NULL, r.report_type))) AS type;

-- Whose lists are to have the runs of a report: theirs, of nobody while it is deleted, and always the report's own,
-- for each report is an audience by its id.
CREATE VIEW report_readers AS
SELECT id AS report_id, workspace_id, id AS audience FROM reports
UNION ALL
SELECT report_id, workspace_id, audience FROM report_audiences WHERE audience NOT GLOB 'trash*';

CREATE VIEW report_lists_of_runs AS
SELECT r.report_id, l.id AS list_id
FROM report_readers AS r CROSS JOIN run_lists AS l ON l.workspace_id = r.workspace_id AND l.audience = r.audience;

-- What was there before.
INSERT INTO run_lists (workspace_id, audience) SELECT DISTINCT workspace_id, audience FROM report_readers;
INSERT INTO run_readers (report_id, list_id) SELECT report_id, list_id FROM report_lists_of_runs;
INSERT INTO run_list_items (list_id, run_id, status)
SELECT r.list_id, runs.id, runs.status FROM runs JOIN run_readers AS r ON r.report_id = runs.report_id;
INSERT INTO run_counts (list_id, status, n) SELECT list_id, status, count(*) FROM run_list_items GROUP BY 1, 2;

CREATE TRIGGER runs_enter_lists AFTER INSERT ON runs BEGIN
  INSERT INTO run_list_items (list_id, run_id, status)
  SELECT list_id, new.id, new.status FROM run_readers WHERE report_id = new.report_id;
  INSERT INTO run_counts (list_id, status, n)
  SELECT list_id, new.status, 1 FROM run_readers WHERE report_id = new.report_id
  ON CONFLICT (list_id, status) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER runs_change_lists AFTER UPDATE OF status ON runs WHEN new.status <> old.status BEGIN
  UPDATE run_list_items SET status = new.status
  WHERE run_id = new.id AND list_id IN (SELECT list_id FROM run_readers WHERE report_id = new.report_id);
  UPDATE run_counts SET n = n - 1
  WHERE status = old.status AND list_id IN (SELECT list_id FROM run_readers WHERE report_id = new.report_id);
  INSERT INTO run_counts (list_id, status, n)
  SELECT list_id, new.status, 1 FROM run_readers WHERE report_id = new.report_id
  ON CONFLICT (list_id, status) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER runs_leave_lists AFTER DELETE ON runs BEGIN
  DELETE FROM run_list_items
  WHERE run_id = old.id AND list_id IN (SELECT list_id FROM run_readers WHERE report_id = old.report_id);
  UPDATE run_counts SET n = n - 1
  WHERE status = old.status AND list_id IN (SELECT list_id FROM run_readers WHERE report_id = old.report_id);
END;

CREATE TRIGGER reports_gain_run_readers AFTER INSERT ON reports BEGIN
  INSERT INTO run_lists (workspace_id, audience)
  SELECT workspace_id, audience FROM report_readers WHERE report_id = new.id
  ON CONFLICT (audience, workspace_id) DO NOTHING;
  INSERT INTO run_readers (report_id, list_id)
  SELECT report_id, list_id FROM report_lists_of_runs WHERE report_id = new.id;
END;

-- Whoever changes the shares of a report sets its shared_count in the same batch, after them.
CREATE TRIGGER reports_change_run_readers AFTER UPDATE OF visibility, shared_count, deleted_at ON reports BEGIN
  INSERT INTO run_lists (workspace_id, audience)
  SELECT workspace_id, audience FROM report_readers WHERE report_id = new.id
  ON CONFLICT (audience, workspace_id) DO NOTHING;
  DELETE FROM run_readers WHERE report_id = new.id
    AND list_id NOT IN (SELECT list_id FROM report_lists_of_runs WHERE report_id = new.id);
  INSERT INTO run_readers (report_id, list_id)
  SELECT report_id, list_id FROM report_lists_of_runs WHERE report_id = new.id
  ON CONFLICT (report_id, list_id) DO NOTHING;
END;

-- A list that comes to a report gets what is in the report's own; one that goes loses it.
CREATE TRIGGER run_readers_fill_lists AFTER INSERT ON run_readers
WHEN new.list_id <> (SELECT id FROM run_lists WHERE audience = new.report_id) BEGIN
  INSERT INTO run_list_items (list_id, run_id, status)
  SELECT new.list_id, run_id, status FROM run_list_items
  WHERE list_id = (SELECT id FROM run_lists WHERE audience = new.report_id);
  INSERT INTO run_counts (list_id, status, n)
  SELECT new.list_id, status, n FROM run_counts
  WHERE list_id = (SELECT id FROM run_lists WHERE audience = new.report_id)
  ON CONFLICT (list_id, status) DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER run_readers_empty_lists AFTER DELETE ON run_readers BEGIN
  UPDATE run_counts SET n = n - coalesce((SELECT own.n FROM run_counts AS own
    WHERE own.list_id = (SELECT id FROM run_lists WHERE audience = old.report_id)
      AND own.status = run_counts.status), 0)
  WHERE list_id = old.list_id;
  DELETE FROM run_list_items WHERE list_id = old.list_id AND run_id IN (SELECT run_id FROM run_list_items
    WHERE list_id = (SELECT id FROM run_lists WHERE audience = old.report_id));
END;

-- The own list goes last: the others find in it what they lose.
CREATE TRIGGER reports_lose_run_readers AFTER DELETE ON reports BEGIN
  DELETE FROM run_readers WHERE report_id = old.id
    AND list_id <> (SELECT id FROM run_lists WHERE audience = old.id);
  DELETE FROM run_readers WHERE report_id = old.id;
  DELETE FROM run_counts WHERE list_id = (SELECT id FROM run_lists WHERE audience = old.id);
  DELETE FROM run_lists WHERE audience = old.id;
END;

-- The newest run of a report that has files, however many are expired.
CREATE INDEX runs_with_files ON runs (report_id, version_number)
WHERE status = 'completed' AND version_number IS NOT NULL;
