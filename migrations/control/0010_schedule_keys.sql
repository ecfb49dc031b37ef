-- A caller's own name for a schedule of a report, by which it is made or replaced; NULL without one.
ALTER TABLE schedules ADD COLUMN key TEXT;
CREATE UNIQUE INDEX schedules_by_key ON schedules (report_id, key);
