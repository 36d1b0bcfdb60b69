namespace AmrCollector.Review;

/// <summary>The tables of review.db: which entries wait. Everything in it follows from the ledger.</summary>
internal static class ReviewSchema
{
    internal const int Version = 1;

    internal const string Sql = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE item(
          sequence INTEGER PRIMARY KEY,
          meter    TEXT NOT NULL,
          area     TEXT NOT NULL,
          item     TEXT NOT NULL,
          instant  INTEGER NOT NULL,
          held     INTEGER NOT NULL CHECK(held IN (0, 1)),
          rules    TEXT NOT NULL
        ) STRICT;
        CREATE INDEX item_meter ON item(meter, sequence);
        CREATE INDEX item_area ON item(area, sequence);
        CREATE INDEX item_held ON item(held, sequence);
        """;
}
