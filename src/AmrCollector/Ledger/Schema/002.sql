-- Format 2: closed months. Every entry up to the boundary is in a closed file, every later one here, at any instant.
CREATE TABLE boundary(
  id       INTEGER PRIMARY KEY CHECK(id = 1),
  sequence INTEGER NOT NULL CHECK(sequence >= 0),
  evidence INTEGER NOT NULL CHECK(evidence >= 0),
  months   INTEGER NOT NULL
) STRICT;
INSERT INTO boundary(id, sequence, evidence, months) VALUES(1, 0, 0, 0);

-- anchor: the hash before its first entry; head: the hash of its last.
CREATE TABLE closed_month(
  first         INTEGER PRIMARY KEY CHECK(first >= 1),
  last          INTEGER NOT NULL UNIQUE CHECK(last >= first),
  name          TEXT NOT NULL UNIQUE,
  anchor        BLOB NOT NULL CHECK(length(anchor) = 32),
  head          BLOB NOT NULL CHECK(length(head) = 32),
  least_instant INTEGER NOT NULL,
  most_instant  INTEGER NOT NULL,
  closed_at     INTEGER NOT NULL
) STRICT;

-- Entries of closed months that were replaced, and by which entry.
CREATE TABLE superseded(
  sequence    INTEGER PRIMARY KEY,
  by_sequence INTEGER NOT NULL
) STRICT;

-- Only a revision may rest on evidence much older than itself.
CREATE INDEX entry_kept_evidence ON entry(evidence) WHERE replaces IS NOT NULL AND evidence IS NOT NULL;

-- Meters that closed months have entries of.
CREATE TABLE closed_meter(meter TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

DROP TRIGGER entry_is_never_removed;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry WHEN old.sequence > (SELECT sequence FROM boundary WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;
DROP TRIGGER evidence_is_never_removed;
CREATE TRIGGER evidence_is_never_removed BEFORE DELETE ON evidence WHEN old.id > (SELECT evidence FROM boundary WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
CREATE TRIGGER boundary_follows_closed_months BEFORE UPDATE ON boundary
WHEN new.sequence < old.sequence OR new.sequence > (SELECT ifnull(MAX(last), 0) FROM closed_month)
BEGIN SELECT RAISE(ABORT, 'what is in no closed month is never removed'); END;
CREATE TRIGGER boundary_is_never_removed BEFORE DELETE ON boundary
BEGIN SELECT RAISE(ABORT, 'the boundary is never removed'); END;
CREATE TRIGGER closed_month_is_never_changed BEFORE UPDATE ON closed_month
BEGIN SELECT RAISE(ABORT, 'a closed month is never changed'); END;
CREATE TRIGGER closed_month_is_never_removed BEFORE DELETE ON closed_month
BEGIN SELECT RAISE(ABORT, 'a closed month is never removed'); END;
