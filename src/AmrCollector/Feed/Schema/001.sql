-- Cursors of the sinks, beside the ledger and not in it: the ledger stays append-only.
CREATE TABLE sink(
  name           TEXT PRIMARY KEY,
  ledger         TEXT NOT NULL,
  epoch          TEXT NOT NULL,
  sequence       INTEGER NOT NULL,
  hash           TEXT NOT NULL,
  careful        INTEGER NOT NULL,
  refused_in_row INTEGER NOT NULL,
  disabled       TEXT
) STRICT, WITHOUT ROWID;

-- The push that is being tried: limits and id are here before the first try.
CREATE TABLE batch(
  sink    TEXT PRIMARY KEY REFERENCES sink(name),
  id      TEXT NOT NULL,
  after   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refused(
  sink     TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  entry    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY(sink, sequence, entry)
) STRICT, WITHOUT ROWID;
