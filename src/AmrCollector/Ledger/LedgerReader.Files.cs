using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <content>The active file and the closed months as one: a question is asked of each that may hold an answer, in one snapshot.</content>
public sealed partial class LedgerReader
{
    private const int BoundaryParameter = 9;
    private bool _inSnapshot;

    /// <summary>The closed months, oldest first.</summary>
    public IReadOnlyList<ClosedMonth> ClosedMonths() => Snapshot(() => _closed.All);

    /// <summary>Runs with the boundary between the files standing still.</summary>
    private T Snapshot<T>(Func<T> look)
    {
        lock (_turn)
        {
            if (_inSnapshot) return look();
            _active.Run("BEGIN");
            _inSnapshot = true;
            try
            {
                _closed.Look();
                return look();
            }
            finally
            {
                _inSnapshot = false;
                _active.Run("COMMIT");
            }
        }
    }

    /// <summary>The file that holds the entry at <paramref name="sequence"/>, if any does.</summary>
    private LedgerFile FileOf(long sequence) => sequence > _closed.Boundary || sequence < 1 ? _active : _closed.File(_closed.Of(sequence));

    /// <summary>
    /// What <paramref name="sql"/> finds in the active file, then in the closed months that have entries between two instants; it selects the
    /// sequence first, and asks for what stands by <see cref="LedgerFile.Standing"/> or <see cref="LedgerFile.Leaf"/>.
    /// </summary>
    private List<T> Gather<T>(string sql, Action<Statement> bind, Func<Statement, T> read, long from = long.MinValue, long until = long.MaxValue)
    {
        List<T> found = [];
        var query = _active.Prepared(sql);
        bind(query);
        while (query.Step()) found.Add(read(query));
        foreach (var month in _closed.Between(from, until))
        {
            var closed = _closed.File(month).Prepared(sql);
            bind(closed);
            closed.Set(BoundaryParameter, _closed.Boundary);
            while (closed.Step())
                if (_closed.SupersededBy(closed.Long(0)) is null) found.Add(read(closed));
        }

        return found;
    }

    /// <summary>Distinct texts by index steps: <paramref name="sql"/> takes the last one found and gives the next.</summary>
    private static void Steps(LedgerFile file, string sql, Action<Statement> bind, int last, SortedSet<string> found)
    {
        var (next, known) = (file.Prepared(sql), "");
        bind(next);
        while (One(next.Set(last, known), row => row.Text(0), null) is { } text) found.Add(known = text);
    }

    private static List<ObisCode> ItemsIn(IEnumerable<LedgerFile> files, MeterId meter)
    {
        SortedSet<string> items = new(StringComparer.Ordinal);
        foreach (var file in files) Steps(file, "SELECT item FROM entry WHERE meter = ?1 AND item > ?2 ORDER BY item LIMIT 1", next => next.Set(1, meter.Value), 2, items);
        return [.. items.Select(ObisCode.Parse)];
    }

    private IEnumerable<LedgerFile> ClosedFiles() => _closed.Between(long.MinValue, long.MaxValue).Select(_closed.File);
}
