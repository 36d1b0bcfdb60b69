namespace AmrCollector.Review;

/// <summary>The tables of review.db: which entries wait, and how many. Everything in it follows from the ledger.</summary>
internal static class ReviewSchema
{
    internal const int Version = 2;

    internal const string Sql = First + Second;

    private const string First = """
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

    /// <summary>From the first layout to the second: the queue's length is known without counting it.</summary>
    internal const string Second = """
        CREATE TABLE tally(held INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
        INSERT INTO tally(held, count) SELECT 0, COUNT(*) FROM item WHERE held = 0 UNION ALL SELECT 1, COUNT(*) FROM item WHERE held = 1;
        CREATE TRIGGER item_comes AFTER INSERT ON item BEGIN UPDATE tally SET count = count + 1 WHERE held = NEW.held; END;
        CREATE TRIGGER item_goes AFTER DELETE ON item BEGIN UPDATE tally SET count = count - 1 WHERE held = OLD.held; END;
        """;
}
