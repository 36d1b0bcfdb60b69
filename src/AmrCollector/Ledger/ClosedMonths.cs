using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>
/// The closed months as one connection sees them: which there are, up to which entry they count, and their files, opened when asked for.
/// Owned by one thread at a time.
/// </summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="active">The active file, on the connection whose transaction decides what holds; owned by the caller.</param>
/// <param name="hasNone">True for a file of a format that knows no closed months.</param>
internal sealed class ClosedMonths(LedgerFolder folder, LedgerFile active, bool hasNone = false) : IDisposable
{
    private const int MostOpen = 12;

    private readonly List<(string Name, LedgerFile File)> _open = [];
    private long _known = -1;

    /// <summary>Every entry up to this one is in a closed month, every later one in the active file.</summary>
    internal long Boundary { get; private set; }

    /// <summary>The months, oldest first.</summary>
    internal IReadOnlyList<ClosedMonth> All { get; private set; } = [];

    /// <summary>Looks at what holds in the transaction that runs; before anything else is asked in it.</summary>
    internal void Look()
    {
        if (hasNone) return;
        var query = active.Prepared("SELECT sequence, months FROM boundary WHERE id = 1");
        if (!query.Step()) throw new SqliteException("the boundary is missing", SQLitePCL.raw.SQLITE_CORRUPT);
        var months = query.Long(1);
        Boundary = query.Long(0);
        query.Reset();
        if (months == _known) return;
        var list = active.Prepared("SELECT name, first, last, anchor, head, least_instant, most_instant FROM closed_month WHERE first >= 0 ORDER BY first");
        List<ClosedMonth> all = [];
        while (list.Step())
            all.Add(new(list.Text(0), list.Long(1), list.Long(2), Convert.ToHexStringLower(list.Blob(3)), Convert.ToHexStringLower(list.Blob(4)), list.Long(5), list.Long(6)));
        (All, _known) = (all, months);
    }

    /// <summary>The month that holds an entry at or before the boundary.</summary>
    internal ClosedMonth Of(long sequence) =>
        All.FirstOrDefault(month => sequence >= month.First && sequence <= month.Last) ?? throw new SqliteException($"no closed month holds entry {sequence}", SQLitePCL.raw.SQLITE_CORRUPT);

    /// <summary>Where the file of a month is.</summary>
    internal string PathOf(ClosedMonth month) => folder.ClosedFile(month.Name);

    /// <summary>The months that count and have entries in force between two instants, oldest first.</summary>
    internal IEnumerable<ClosedMonth> Between(long from, long until) => Boundary == 0 ? [] : All.Where(month => month.First <= Boundary && month.MostInstant >= from && month.LeastInstant <= until);

    /// <summary>The file of a month; <see cref="LedgerException"/> when it is gone or damaged.</summary>
    internal LedgerFile File(ClosedMonth month)
    {
        var at = _open.FindIndex(open => open.Name == month.Name);
        (string Name, LedgerFile File) known = at >= 0 ? _open[at] : (month.Name, Open(month));
        if (at >= 0) _open.RemoveAt(at);
        _open.Add(known);
        if (_open.Count > MostOpen)
        {
            _open[0].File.Dispose();
            _open.RemoveAt(0);
        }

        return known.File;
    }

    /// <summary>Which entry has replaced an entry of a closed month; null when none has.</summary>
    internal long? SupersededBy(long sequence)
    {
        var query = active.Prepared("SELECT by_sequence FROM superseded WHERE sequence = ?1").Set(1, sequence);
        if (!query.Step()) return null;
        var by = query.Long(0);
        query.Reset();
        return by;
    }

    public void Dispose()
    {
        foreach (var (_, file) in _open) file.Dispose();
        _open.Clear();
    }

    private LedgerFile Open(ClosedMonth month)
    {
        var file = folder.ClosedFile(month.Name);
        if (!System.IO.File.Exists(file))
            throw new LedgerException(LedgerFault.Missing, $"The closed month {file} is missing: it holds entries {month.First} to {month.Last}. Put it back from a backup; nothing was changed.");
        try
        {
            var connection = LedgerConnection.Open(file, SqliteOpenMode.ReadOnly);
            return new(connection, connection, isClosed: true);
        }
        catch (SqliteException e)
        {
            throw new LedgerException(e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"The closed month {file} cannot be read: {e.Sentence()}.", e);
        }
    }
}
