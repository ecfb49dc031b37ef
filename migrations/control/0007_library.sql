-- The library's lists. Each report stands in one list for every way of looking at it: an audience (who sees it), a
-- facet (any choice of its owner, client and type) and a class (status, kind and whether it is shared). A page is
-- the first items of a few lists, and a total is the sum of a few counts, however many reports there are.
-- Triggers keep all of this. `UPDATE reports SET name = name` makes it anew.
CREATE TABLE report_lists (
  id INTEGER NOT NULL UNIQUE DEFAULT (random() & 9223372036854775807),
  workspace_id TEXT NOT NULL,
  audience TEXT NOT NULL,
  facet TEXT NOT NULL,
  class TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, audience, facet, class)
) WITHOUT ROWID;

-- `by_update` and `by_name` are what the report is sorted by, then a character 1, then its id.
CREATE TABLE report_list_items (
  report_id TEXT NOT NULL,
  list_id INTEGER NOT NULL,
  by_update TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (report_id, list_id)
) WITHOUT ROWID;
CREATE INDEX report_list_items_by_creation ON report_list_items (list_id, report_id);
CREATE INDEX report_list_items_by_update ON report_list_items (list_id, by_update);
CREATE INDEX report_list_items_by_name ON report_list_items (list_id, by_name);

-- Where a report belongs. Audiences: `all` (admins), `open` (everybody in the workspace) or `user:…` (its owner and
-- whom it is shared with); deleted ones are in `trash` and `trash:…` alone. Nobody finds a report in two of theirs.
CREATE VIEW report_places AS
SELECT r.id AS report_id, r.workspace_id, audience.value AS audience,
  json_array(owner.value, client.value, type.value) AS facet,
  r.status || '/' || r.kind || '/' || (r.shared_count > 0) AS class
FROM reports AS r
JOIN json_each(CASE
  WHEN r.deleted_at IS NOT NULL THEN json_array('trash', 'trash:' || r.created_by)
  WHEN r.visibility = 'workspace' THEN '["all", "open"]'
  ELSE (SELECT json_group_array(a) FROM (
    SELECT 'all' AS a UNION SELECT 'user:' || r.created_by UNION SELECT 'user:' || s.user_id
    FROM report_shares AS s WHERE s.report_id = r.id AND s.workspace_id = r.workspace_id))
  END) AS audience
JOIN json_each(json_array(NULL, r.created_by)) AS owner
JOIN json_each(iif(r.client_id IS NULL, '[null]', json_array(NULL, r.client_id))) AS client
JOIN json_each(iif(r.report_type IS NULL, '[null]', json_array(NULL, r.report_type))) AS type;

-- Numbers for the search index, which knows no text ids. They count up, so they sort as the reports were made.
CREATE TABLE report_ordinals (
  n INTEGER PRIMARY KEY,
  report_id TEXT NOT NULL UNIQUE
);

-- The words of a report are indexed as overlapping pairs of characters, in any script: a word of two or more is a
-- phrase of pairs, a single character the beginning of one (`prefix`). It also holds the lists that a report is in,
-- so that visibility, filters and text are one query. It keeps no copy of the text.
CREATE VIRTUAL TABLE report_search USING fts5 (
  report_id UNINDEXED, updated_at UNINDEXED, name UNINDEXED, lists, pairs,
  content = '', contentless_delete = 1, contentless_unindexed = 1, prefix = '1',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* P* S* C*'"
);

CREATE VIEW report_texts AS
SELECT o.n, t.id AS report_id, t.updated_at, t.name,
  (SELECT group_concat('l' || list_id, ' ') FROM report_list_items AS i WHERE i.report_id = t.id) AS lists,
  (SELECT group_concat(substr(t.body, key + 1, 2), ' ')
   FROM json_each('[0' || replace(hex(zeroblob(length(t.body) - 1)), '00', ',0') || ']')) AS pairs
FROM (
  SELECT id, updated_at, name, name || char(31) || coalesce(description, '') || char(31) AS body FROM reports
) AS t
CROSS JOIN report_ordinals AS o ON o.report_id = t.id;

CREATE TRIGGER reports_enter_lists AFTER INSERT ON reports BEGIN
  INSERT INTO report_lists (workspace_id, audience, facet, class, n)
  SELECT workspace_id, audience, facet, class, 1 FROM report_places WHERE report_id = new.id
  ON CONFLICT (workspace_id, audience, facet, class) DO UPDATE SET n = n + 1;
  INSERT INTO report_list_items (report_id, list_id, by_update, by_name)
  SELECT new.id, l.id, new.updated_at || char(1) || new.id, lower(new.name) || char(1) || new.id
  FROM report_places AS p
  CROSS JOIN report_lists AS l USING (workspace_id, audience, facet, class) WHERE p.report_id = new.id;
  INSERT INTO report_ordinals (report_id) VALUES (new.id);
  INSERT INTO report_search (rowid, report_id, updated_at, name, lists, pairs)
  SELECT n, report_id, updated_at, name, lists, pairs FROM report_texts WHERE report_id = new.id;
END;

-- Whoever changes the shares of a report sets its shared_count in the same batch, after them.
CREATE TRIGGER reports_change_lists
AFTER UPDATE OF name, description, status, visibility, report_type, client_id, shared_count, updated_at, deleted_at
ON reports BEGIN
  UPDATE report_lists SET n = n - 1
  WHERE id IN (SELECT list_id FROM report_list_items WHERE report_id = old.id);
  DELETE FROM report_list_items WHERE report_id = old.id;
  DELETE FROM report_search WHERE rowid = (SELECT n FROM report_ordinals WHERE report_id = old.id);
  INSERT INTO report_lists (workspace_id, audience, facet, class, n)
  SELECT workspace_id, audience, facet, class, 1 FROM report_places WHERE report_id = new.id
  ON CONFLICT (workspace_id, audience, facet, class) DO UPDATE SET n = n + 1;
  INSERT INTO report_list_items (report_id, list_id, by_update, by_name)
  SELECT new.id, l.id, new.updated_at || char(1) || new.id, lower(new.name) || char(1) || new.id
  FROM report_places AS p
  CROSS JOIN report_lists AS l USING (workspace_id, audience, facet, class) WHERE p.report_id = new.id;
  INSERT INTO report_search (rowid, report_id, updated_at, name, lists, pairs)
  SELECT n, report_id, updated_at, name, lists, pairs FROM report_texts WHERE report_id = new.id;
END;

CREATE TRIGGER reports_leave_lists AFTER DELETE ON reports BEGIN
  UPDATE report_lists SET n = n - 1
  WHERE id IN (SELECT list_id FROM report_list_items WHERE report_id = old.id);
  DELETE FROM report_list_items WHERE report_id = old.id;
  DELETE FROM report_search WHERE rowid = (SELECT n FROM report_ordinals WHERE report_id = old.id);
  DELETE FROM report_ordinals WHERE report_id = old.id;
END;

-- Reports that are gone for good while some of what their runs stored is still there.
CREATE TABLE report_purges (
  report_id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  due_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_purges_due ON report_purges (due_at);
