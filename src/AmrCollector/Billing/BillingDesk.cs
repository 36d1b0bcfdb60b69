using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;

namespace AmrCollector.Billing;

/// <summary>
/// Issues billing reads and corrects them: follows the ledger entry by entry, looks through the days whose deadlines pass, and through the
/// meters whose orders change. What it issues and how far it followed become durable together, so a crash repeats nothing and leaves
/// nothing out. One thread.
/// </summary>
/// <param name="book">The book.</param>
/// <param name="assessment">What a due read comes to.</param>
/// <param name="ledger">What is followed.</param>
/// <param name="meters">The list.</param>
/// <param name="orders">The orders.</param>
/// <param name="calendar">What is due when.</param>
/// <param name="options">Deadlines.</param>
/// <param name="time">The clock.</param>
public sealed class BillingDesk(
    BillingBook book, BillingAssessment assessment, LedgerReader ledger, IReadOnlyDictionary<MeterId, Meter> meters, Func<OrderBook> orders,
    BillingCalendar calendar, BillingOptions options, TimeProvider time)
{
    private const int EntriesATurn = 5000;
    private const int DuesATurn = 500;
    private const int Around = 3; // days: no branch looks further from its day than two
    private const int DaysOpen = 62;
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private readonly Dictionary<MeterId, object> _seenOrders = [];
    private OrderBook? _seenBook;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Why nothing is issued at the moment, else null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Does everything there is to do now.</summary>
    public void Run(CancellationToken stopping)
    {
        if (book.Followed.Sequence > 0 && ledger.At(book.Followed.Sequence)?.Hash != book.Followed.Hash)
        {
            Trouble = $"billing.db was issued from a ledger that went up to {book.Followed}, which this ledger does not have: it was restored from a backup without its billing.db, or the other way round. Put both back from one backup";
            return;
        }

        Trouble = null;
        if (book.Begins > calendar.DayOf(time.GetUtcNow())) book.BeginAgain(calendar.DayOf(time.GetUtcNow())); // made by a clock that ran ahead
        if (_looked > time.GetUtcNow()) (_looked, _until) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue); // looked at by such a one
        if (ledger.Head().Sequence == 0)
        {
            (_looked, _until) = (time.GetUtcNow(), time.GetUtcNow()); // a new site: what its first readings make billable is followed, not looked for among all meters
            return;
        }

        Follow(stopping);
        FollowOrders(stopping);
        LookThrough(stopping);
    }

    private void Follow(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var (registers, end) = ledger.TouchedAfter(book.Followed.Sequence, EntriesATurn);
            if (end.Sequence == book.Followed.Sequence) return;
            var touched = registers.Select(register => (register.Meter, calendar.DayOf(register.Instant))).ToHashSet();
            var dues = touched.SelectMany(one => Dues(one.Item1, one.Item2.AddDays(-Around), one.Item2.AddDays(Around))).ToHashSet();
            Turn(end, book.Swept, dues);
        }
    }

    /// <summary>An order changes whose the energy is, how it counts, and what is due: everything of its meter from then on.</summary>
    private void FollowOrders(CancellationToken stopping)
    {
        var known = orders();
        if (ReferenceEquals(known, _seenBook)) return;
        var today = calendar.DayOf(time.GetUtcNow());
        foreach (var meter in known.Meters)
        {
            if (stopping.IsCancellationRequested) return;
            if (_seenOrders.TryGetValue(meter, out var seen) && ReferenceEquals(seen, known.Of(meter))) continue;
            _seenOrders[meter] = known.Of(meter);
            if (known.Of(meter) is not [var first, ..]) continue;
            Turn(book.Followed, book.Swept, [.. Dues(meter, calendar.DayOf(first.Order.At).AddDays(-1), today)]);
            Turn(book.Followed, book.Swept, () => WithdrawOrphans(meter, known));
        }

        _seenBook = known;
    }

    private void WithdrawOrphans(MeterId meter, OrderBook known)
    {
        foreach (var read in book.Reader.OfOrders(meter))
        {
            if (!meters.TryGetValue(meter, out var listed) || calendar.DueOf(listed, known, read.Day, read.Day).Any(due => due.At == read.DueAt && due.Cause == read.Cause)) continue;
            Add(BillingAssessment.Withdrawn(read, $"order {read.Order} was withdrawn"), read, listed);
        }
    }

    /// <summary>What is open of the last two months once an hour, and each day when a deadline of it has passed.</summary>
    private void LookThrough(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var today = calendar.DayOf(now);
        var (from, late) = (Later(book.Begins, today.AddDays(-DaysOpen)), calendar.DayOf(now - options.EstimateAfter).AddDays(-1));
        var isHourly = now - _looked >= LookAgain;
        for (var day = from; day <= today && !stopping.IsCancellationRequested; day = day.AddDays(1))
        {
            var begins = calendar.StartOf(day);
            var passed = Passed(begins + options.IssueAfter, now) || Passed(begins.AddDays(1) + options.IssueAfter, now) || Passed(begins + options.EstimateAfter, now) || Passed(begins.AddDays(1) + options.EstimateAfter, now);
            if (!isHourly && !passed) continue;
            var settled = day > book.Swept && day <= late ? [] : Settled(day);
            LookAt(day, settled, stopping);
        }

        if (stopping.IsCancellationRequested) return;
        (_until, _looked) = (now, isHourly ? now : _looked);
        if (late > book.Swept) Turn(book.Followed, late, []);
    }

    private bool Passed(DateTimeOffset deadline, DateTimeOffset now) => deadline > _until && deadline <= now;

    private void LookAt(DateOnly day, HashSet<(MeterId, BillingCause)> settled, CancellationToken stopping)
    {
        foreach (var chunk in meters.Keys.SelectMany(meter => Dues(meter, day, day)).Where(due => !settled.Contains((due.Listed.Id, due.Cause))).Chunk(DuesATurn))
        {
            if (stopping.IsCancellationRequested) return;
            Turn(book.Followed, book.Swept, [.. chunk]);
        }
    }

    private HashSet<(MeterId, BillingCause)> Settled(DateOnly day) =>
        [.. book.Reader.StatesOf(day).GroupBy(one => (one.Meter, one.Cause)).Where(reads => reads.All(read => read.State == BillingState.Actual)).Select(reads => reads.Key)];

    private IEnumerable<BillingDue> Dues(MeterId meter, DateOnly from, DateOnly to)
    {
        if (!meters.TryGetValue(meter, out var listed) || to < book.Begins || !MayBeDue(listed, from, to)) return [];
        return calendar.DueOf(listed, orders(), Later(from, book.Begins), to);
    }

    // Nearly every reading is of a day on which nothing is due: that must cost next to nothing.
    private bool MayBeDue(Meter listed, DateOnly from, DateOnly to)
    {
        if (!BillingCalendar.IsBilled(listed)) return false;
        if (to.DayNumber - from.DayNumber > 2 * Around || !orders().IsPlain(listed.Id)) return true;
        var days = listed.ReadingDays.Count > 0 ? listed.ReadingDays : options.ReadingDays;
        for (var day = from; day <= to; day = day.AddDays(1))
            if (days.Contains(day.Day) || day.AddDays(1).Day == 1) return true;
        return false;
    }

    private void Turn(LedgerHead followed, DateOnly swept, IReadOnlyCollection<BillingDue> dues) => Turn(followed, swept, () =>
    {
        foreach (var due in dues.OrderBy(due => due.At).ThenByDescending(due => due.Cause)) Settle(due);
    });

    private void Turn(LedgerHead followed, DateOnly swept, Action act) => book.Turn(followed, swept, act);

    private void Settle(BillingDue due)
    {
        if (due.At > time.GetUtcNow()) return;
        foreach (var outcome in assessment.Of(due, time.GetUtcNow()))
            if (outcome.Fresh is { } fresh) Add(fresh, outcome.Standing, due.Listed);
    }

    /// <summary>Issues a read; what runs from it, or ran from what it replaces, is corrected with it.</summary>
    private void Add(BillingRead fresh, BillingRead? replaced, Meter listed)
    {
        var issued = book.Add(fresh with { Head = ledger.Head(), IssuedAt = time.GetUtcNow() });
        foreach (var place in (ReadOnlySpan<BillingRead?>)[issued, replaced])
        {
            if (place is null || book.Reader.After(place.Meter, place.Item, place.Instant, place.Cause, place.DueAt) is not { } next) continue;
            if (assessment.Rederived(next, listed) is { } corrected) book.Add(corrected with { Head = ledger.Head(), IssuedAt = time.GetUtcNow() });
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
