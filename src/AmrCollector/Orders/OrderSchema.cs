using AmrCollector.Storage;

namespace AmrCollector.Orders;

/// <summary>
/// The tables of orders.db, format 1. An act is what somebody did: entered an order (act 0), withdrew one (1), had a row of the meter
/// list accepted (2). Its hash is SHA-256 over the hash before it and the act's fields, each with its length before it.
/// </summary>
internal static class OrderSchema
{
    private const string First = """
        CREATE TABLE act(
          sequence INTEGER PRIMARY KEY CHECK(sequence >= 1),
          at       INTEGER NOT NULL,
          who      TEXT NOT NULL,
          act      INTEGER NOT NULL,
          number   INTEGER NOT NULL,
          meter    TEXT NOT NULL,
          body     TEXT NOT NULL,
          why      TEXT NOT NULL,
          hash     BLOB NOT NULL CHECK(length(hash) = 32)
        ) STRICT;
        CREATE TABLE followed(sequence INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE request(
          key    TEXT PRIMARY KEY,
          at     INTEGER NOT NULL,
          digest TEXT NOT NULL,
          orders TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER act_is_never_changed BEFORE UPDATE ON act
        BEGIN SELECT RAISE(ABORT, 'an order is never changed'); END;
        CREATE TRIGGER act_is_never_removed BEFORE DELETE ON act
        BEGIN SELECT RAISE(ABORT, 'an order is never removed'); END;
        """;

    internal static DatabaseFormat Format { get; } = new(First);
}
