-- A report that everybody in the workspace may view counts as shared, like one that is shared with users.
DROP VIEW report_places;
CREATE VIEW report_places AS
SELECT r.id AS report_id, r.workspace_id, a.audience,
  json_array(owner.value, client.value, type.value) AS facet,
  r.status || '/' || r.kind || '/' || (r.shared_count > 0 OR r.visibility = 'workspace') AS class
FROM reports AS r
CROSS JOIN report_audiences AS a ON a.report_id = r.id
JOIN json_each(json_array(NULL, r.created_by)) AS owner
JOIN json_each(iif(r.client_id IS NULL, '[null]', json_array(NULL, r.client_id))) AS client
JOIN json_each(iif(r.report_type IS NULL, '[null]', json_array(NULL, r.report_type))) AS type;

UPDATE reports SET name = name WHERE visibility = 'workspace';
