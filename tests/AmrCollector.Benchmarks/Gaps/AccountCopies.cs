using Microsoft.Data.Sqlite;

namespace AmrCollector.Benchmarks.Gaps;

/// <summary>Copies the meters of an account, with their groups and counts, until there are as many as wanted. Months come one after the other, as in life.</summary>
internal static class AccountCopies
{
    /// <summary>How many meters there are then: a whole multiple of <paramref name="filled"/>.</summary>
    internal static int Multiply(string folder, int filled, int wanted)
    {
        using SqliteConnection account = new($"Data Source={Path.Combine(folder, "gaps.db")};Pooling=False");
        account.Open();
        Run(account, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; PRAGMA temp_store=MEMORY");
        var (groups, lines, areas) = (Number(account, "SELECT max(id) FROM grp"), Number(account, "SELECT count(DISTINCT line) FROM grp"), Number(account, "SELECT count(DISTINCT area) FROM grp"));
        var copies = wanted / filled;
        Run(account, $"""
            BEGIN;
            CREATE TEMP TABLE copy(k INTEGER PRIMARY KEY);
            WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies - 1}) INSERT INTO copy SELECT k FROM n;
            CREATE TEMP TABLE first AS SELECT * FROM stream;
            CREATE TEMP TABLE filled AS SELECT * FROM month;
            INSERT INTO grp SELECT id + {groups} * k, 'line ' || (CAST(substr(line, 6) AS INTEGER) + {lines} * k), 'T' || (CAST(substr(area, 2) AS INTEGER) + {areas} * k), read, schedule, expected
              FROM copy CROSS JOIN (SELECT * FROM grp) ORDER BY 1;
            INSERT INTO stream SELECT id + {filled} * k, printf('m%06d', CAST(substr(meter, 2) AS INTEGER) + {filled} * k), grp + {groups} * k, memory, since, until FROM copy CROSS JOIN first ORDER BY 1;
            INSERT INTO population SELECT grp + {groups} * k, day, streams FROM copy CROSS JOIN (SELECT * FROM population) ORDER BY 1, 2;
            INSERT INTO total SELECT grp + {groups} * k, state, slots FROM copy CROSS JOIN (SELECT * FROM total) ORDER BY 1, 2;
            INSERT INTO tally SELECT day, grp + {groups} * k, state, slots FROM (SELECT * FROM tally) CROSS JOIN copy ORDER BY 1, 2, 3;
            """);
        using (var months = account.CreateCommand())
        {
            months.CommandText = $"INSERT INTO month SELECT stream + {filled} * k, month, gaps, slots FROM copy CROSS JOIN filled WHERE month = $month ORDER BY 1";
            months.Parameters.AddWithValue("$month", 0);
            for (var month = Number(account, "SELECT min(month) FROM filled"); month <= Number(account, "SELECT max(month) FROM filled"); month++)
            {
                months.Parameters[0].Value = month;
                months.ExecuteNonQuery();
            }
        }

        Run(account, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
        return copies * filled;
    }

    private static void Run(SqliteConnection account, string sql)
    {
        using var command = account.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection account, string sql)
    {
        using var command = account.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
