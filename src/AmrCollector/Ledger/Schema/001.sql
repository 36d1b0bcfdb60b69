-- Format 1. Instants are UTC unix milliseconds, amounts exact decimal text, enums the numbers of their C# members.
CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A stretch of the sequence written by one life of this ledger; a restored backup opens the next one.
CREATE TABLE epoch(
  number         INTEGER PRIMARY KEY,
  tag            TEXT NOT NULL UNIQUE CHECK(length(tag) = 12),
  after_sequence INTEGER NOT NULL CHECK(after_sequence >= 0),
  opened_at      INTEGER NOT NULL,
  reason         TEXT NOT NULL
) STRICT;

-- Request and reply of one exchange; digest as CanonicalForm describes.
CREATE TABLE evidence(
  id      INTEGER PRIMARY KEY,
  digest  BLOB NOT NULL CHECK(length(digest) = 32),
  request BLOB NOT NULL,
  reply   BLOB NOT NULL
) STRICT;

CREATE TABLE entry(
  sequence          INTEGER PRIMARY KEY CHECK(sequence >= 1),
  revision          INTEGER NOT NULL CHECK(revision >= 1),
  stands            INTEGER NOT NULL CHECK(stands IN (0, 1)),
  replaces          INTEGER REFERENCES entry(sequence) CHECK(replaces < sequence),
  meter             TEXT NOT NULL CHECK(length(meter) BETWEEN 1 AND 32),
  point             TEXT NOT NULL,
  account           TEXT NOT NULL,
  area              TEXT NOT NULL,
  multiplier        TEXT NOT NULL,
  item              TEXT NOT NULL,
  kind              INTEGER NOT NULL,
  source            INTEGER NOT NULL,
  instant           INTEGER NOT NULL,
  value             TEXT,
  unit              TEXT NOT NULL,
  lsd               TEXT NOT NULL,
  origin            INTEGER NOT NULL,
  occurred_at       INTEGER,
  meter_time        INTEGER,
  read_at           INTEGER NOT NULL,
  judgement         INTEGER NOT NULL,
  held              INTEGER NOT NULL CHECK(held IN (0, 1)),
  rules             TEXT NOT NULL,
  why               TEXT NOT NULL,
  consumption       TEXT,
  consumption_unit  TEXT,
  consumption_from  INTEGER,
  adjustment        TEXT,
  quality           TEXT NOT NULL,
  parameters        INTEGER NOT NULL,
  evidence          INTEGER REFERENCES evidence(id),
  hash              BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;

CREATE UNIQUE INDEX entry_key ON entry(meter, item, instant, source, revision);
CREATE UNIQUE INDEX entry_replaces ON entry(replaces) WHERE replaces IS NOT NULL;

-- What could not be stored for its content, with everything that is known of it.
CREATE TABLE quarantine(
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  draft    TEXT NOT NULL,
  evidence INTEGER REFERENCES evidence(id)
) STRICT;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;
CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER evidence_is_never_removed BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
CREATE TRIGGER epoch_is_never_changed BEFORE UPDATE ON epoch
BEGIN SELECT RAISE(ABORT, 'an epoch is never changed'); END;
CREATE TRIGGER epoch_is_never_removed BEFORE DELETE ON epoch
BEGIN SELECT RAISE(ABORT, 'an epoch is never removed'); END;
