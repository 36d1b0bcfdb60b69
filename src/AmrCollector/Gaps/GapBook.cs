using AmrCollector.Metering;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>
/// Accounts for every slot a plan expects, in gaps.db of the data folder. It follows from the ledger: each commit is noted, what was
/// not applied before a crash is applied again at the next start, and doing so twice changes nothing. Thread-safe.
/// </summary>
public sealed partial class GapBook : IDisposable
{
    /// <summary>So many days back it accounts.</summary>
    public const int RetentionDays = 400;

    private const int MostPending = 50_000;

    private readonly Lock _gate = new();
    private readonly Lock _turn = new();
    private readonly GapStore _store;
    private readonly DateTimeZone _zone;
    private readonly TimeProvider _time;
    private GapStreams _streams;
    private List<SlotNote> _pending = [];
    private long _noted;
    private long _applied;
    private bool _isFollowing;
    private int _rolled;

    private GapBook(GapStore store, DateTimeZone zone, TimeProvider time)
    {
        (_store, _zone, _time) = (store, zone, time);
        _streams = new(store, zone);
        Load_NeedsTurn();
    }

    /// <summary>Ledger sequence up to which everything is applied.</summary>
    public long Applied
    {
        get { lock (_turn) return _applied; }
    }

    /// <summary>False from the start, and after a failure, until <see cref="Follow"/> succeeds: the ledger has to be read again.</summary>
    public bool IsFollowing
    {
        get { lock (_gate) return _isFollowing; }
    }

    /// <summary>The last local day that is closed: what is not there is a gap.</summary>
    public DateOnly ClosedDay
    {
        get { lock (_turn) return LocalDay.Date(_rolled).ToDateOnly(); }
    }

    private int Today => LocalDay.At(_time.GetUtcNow(), _zone);

    /// <summary>
    /// Opens or creates gaps.db in <paramref name="folder"/>. A damaged one, and one that followed another ledger than <paramref name="ledger"/> (its id
    /// and epoch), is put aside and filled again.
    /// </summary>
    public static GapBook Open(string folder, string ledger, DateTimeZone zone, TimeProvider time)
    {
        var store = GapStore.Open(folder);
        if (store.Meta("ledger") is { } other && other != ledger)
        {
            store.Dispose();
            GapStore.PutAside(folder);
            store = GapStore.Open(folder);
        }

        store.SetMeta("ledger", ledger);
        store.SetMeta("zone", zone.Id);
        return new(store, zone, time);
    }

    /// <summary>
    /// What is expected from now on. A stream that is new begins today, what its meter cannot remember begins now; one that is expected no more
    /// ends today, and what is open of a meter that left is lost.
    /// </summary>
    public void Expect(IEnumerable<ExpectedStream> expected)
    {
        lock (_turn)
        {
            _store.Run("BEGIN IMMEDIATE");
            try
            {
                Register_NeedsTurn(expected);
                _store.Run("COMMIT");
            }
            catch
            {
                TryRollBack();
                _deltas.Clear();
                _arrivals.Clear();
                _streams = new(_store, _zone);
                throw;
            }
        }
    }

    /// <summary>
    /// Forgets everything and begins today, for one that began on a day that was none: what is expected is expected from now on, and the ledger is followed from its
    /// beginning.
    /// </summary>
    public void BeginAnew(IEnumerable<ExpectedStream> expected)
    {
        lock (_turn)
        {
            Store_NeedsTurn(_store.Empty);
            _deltas.Clear();
            _arrivals.Clear();
            lock (_gate) (_isFollowing, _pending) = (false, []);
            _streams = new(_store, _zone);
            Load_NeedsTurn();
        }

        Expect(expected);
    }

    /// <summary>What became of slots. Kept in memory until the next <see cref="Flush"/>; nothing here is the only copy of anything.</summary>
    public void Note(params IEnumerable<SlotNote> notes)
    {
        bool full;
        lock (_gate)
        {
            _pending.AddRange(notes);
            full = _pending.Count >= MostPending;
        }

        if (full) Flush();
    }

    /// <summary>The same for what the ledger committed up to <paramref name="sequence"/>. Left aside until <see cref="Follow"/> said that all before it was noted.</summary>
    public void Note(IEnumerable<SlotNote> notes, long sequence)
    {
        lock (_gate)
        {
            if (!_isFollowing) return;
            _noted = sequence;
        }

        Note(notes);
    }

    /// <summary>Takes entries that were committed before: those after <see cref="Applied"/>, in order. Durable when it returns.</summary>
    public void Replay(IEnumerable<SlotNote> notes, long sequence)
    {
        Note(notes);
        lock (_gate) _noted = sequence;
        Flush();
    }

    /// <summary>
    /// From here on commits are noted, if everything up to the ledger's <paramref name="head"/> was replayed; asked while no commit can be noted.
    /// </summary>
    public bool Follow(Func<long> head)
    {
        lock (_gate) return _isFollowing = _noted == head();
    }

    /// <summary>Stores what was noted. What cannot be stored is noted again from the ledger, once it can.</summary>
    /// <exception cref="SqliteException">The disk is full or failing; nothing of it is stored.</exception>
    public void Flush()
    {
        lock (_turn)
        {
            List<SlotNote> notes;
            long noted;
            lock (_gate)
            {
                if (_pending.Count == 0 && _noted == _applied) return;
                (notes, _pending, noted) = (_pending, [], _noted);
            }

            Store_NeedsTurn(() => Apply_NeedsTurn(notes, noted));
        }
    }

    /// <summary>
    /// Closes the days before today: what no memory holds, and what has fallen out of a meter's memory, is lost from now on. Returns how many
    /// days were closed. What is older than <see cref="RetentionDays"/> is forgotten with them, but not by a clock that is not trusted.
    /// </summary>
    public int CloseDays(bool isClockTrusted = true) => CloseDays(_time.GetUtcNow(), isClockTrusted);

    /// <summary>The same for the days before that of <paramref name="now"/>.</summary>
    public int CloseDays(DateTimeOffset now, bool isClockTrusted)
    {
        var today = LocalDay.At(now, _zone);
        var closed = 0;
        for (var more = true; more;)
        {
            Flush();
            lock (_turn)
            {
                more = _rolled < today - 1;
                if (!more) break;
                Store_NeedsTurn(() => Close_NeedsTurn(_rolled + 1, isClockTrusted));
                closed++;
            }
        }

        return closed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn) _store.Dispose();
    }

    private void Load_NeedsTurn()
    {
        _applied = long.Parse(_store.Meta("applied") ?? "0");
        _rolled = int.TryParse(_store.Meta("closed"), out var closed) ? closed : Today - 1;
        lock (_gate) _noted = _applied;
    }

    /// <summary>All of it or nothing; after a failure memory is what the file says, and the ledger has to be followed again.</summary>
    private void Store_NeedsTurn(Action write)
    {
        _store.Run("BEGIN IMMEDIATE");
        try
        {
            write();
            _store.Run("COMMIT");
        }
        catch
        {
            TryRollBack();
            _deltas.Clear();
            _arrivals.Clear();
            lock (_gate) (_isFollowing, _pending) = (false, []);
            _streams = new(_store, _zone);
            Load_NeedsTurn();
            throw;
        }
    }

    private void TryRollBack()
    {
        try
        {
            _store.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // A full disk rolls back by itself.
        }
    }
}
