using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>One file of the ledger and what has been asked of it. Owned by one thread at a time.</summary>
/// <param name="connection">Its statements are prepared on it.</param>
/// <param name="owner">The same, disposed with this.</param>
/// <param name="isClosed">True for a closed month: what has replaced its entries, and up to which it counts, the active file says.</param>
internal sealed class LedgerFile(SqliteHandle connection, IDisposable owner, bool isClosed = false) : IDisposable
{
    /// <summary>In a query over "entry e": neither a reject nor a conflict nor replaced.</summary>
    internal const string Standing = "{standing}";

    /// <summary>In a query over "entry e": not replaced.</summary>
    internal const string Leaf = "{leaf}";

    private const string Unreplaced = "NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.sequence)";
    private const string Counts = "e.sequence <= ?9";

    private readonly Dictionary<string, (string Sql, Statement Statement)> _statements = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<string> Asked => [.. _statements.Values.Select(known => known.Sql)];

    /// <summary>The statement; of a closed month with the boundary as its ninth parameter where it asks for what stands.</summary>
    internal Statement Prepared(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known.Statement;
        var meant = sql.Replace(Standing, isClosed ? $"(stands AND {Counts})" : $"(stands AND {Unreplaced})", StringComparison.Ordinal)
            .Replace(Leaf, isClosed ? Counts : Unreplaced, StringComparison.Ordinal);
        Statement statement = new(connection, meant);
        _statements[sql] = (meant, statement);
        return statement;
    }

    internal void Run(string sql) => Prepared(sql).Run();

    public void Dispose()
    {
        foreach (var (_, statement) in _statements.Values) statement.Dispose();
        _statements.Clear();
        owner.Dispose();
    }
}
