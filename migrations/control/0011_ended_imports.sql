-- What the tick looks for: failed imports that have reached their age, and superseded ones.
CREATE INDEX dataset_revisions_ended ON dataset_revisions (status, completed_at)
  WHERE status IN ('failed', 'superseded');
