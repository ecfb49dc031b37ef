-- Who is making one more file of a completed run (id is run/format). Whoever makes it alone takes its row out again;
-- rows of makers that died are taken out with the next claim.
CREATE TABLE file_claims (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  lease_until TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX file_claims_by_lease ON file_claims (lease_until);
