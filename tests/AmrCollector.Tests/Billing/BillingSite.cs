using AmrCollector.Billing;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Ledger;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests.Billing;

/// <summary>One meter's readings in a ledger, and the desk that bills them; it is 2026-12-20 noon in Shanghai.</summary>
internal sealed class BillingSite : IDisposable
{
    internal static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private readonly TempLedger _temp = new();
    private readonly LedgerReader _ledger;
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    internal BillingSite(Meter? meter = null, BillingOptions? options = null)
    {
        Meter = meter ?? new Meter { Id = new("301"), Account = "A-1", Point = "P-1", ReadingDays = [1, 11, 21] };
        Options = options ?? new();
        Calendar = new(_zone, Options);
        Parameters = RuleParameters.Default with { Calendar = new(_zone) };
        First = new(1, 1, Meter.Digits, Meter.Account, Meter.Point);
        _ledger = _temp.Reader();
        Open();
    }

    internal ManualTime Time { get; } = new(new(2026, 12, 20, 4, 0, 0, TimeSpan.Zero));

    internal Meter Meter { get; set; }

    internal MasterRecord First { get; set; }

    internal BillingOptions Options { get; }

    internal BillingCalendar Calendar { get; }

    /// <summary>What estimates are made by now; a reload replaces it.</summary>
    internal RuleParameters Parameters { get; set; }

    internal OrderBook Orders { get; private set; } = OrderBook.Empty;

    internal List<Finding> Blocking { get; } = [];

    internal BillingBook Book { get; private set; } = null!;

    internal BillingDesk Desk { get; private set; } = null!;

    internal BillingDays Days { get; private set; } = null!;

    internal LedgerReader Ledger => _ledger;

    internal string Folder => _temp.Folder;

    internal string LedgerId => _temp.Ledger.Id;

    private Dictionary<MeterId, Meter> Meters => new() { [Meter.Id] = Meter };

    internal static DateTimeOffset Midnight(int month, int day, int hour = 0) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Closes and opens the book, as a restart does.</summary>
    internal void Reopen()
    {
        Book.Dispose();
        Open();
    }

    /// <summary>Stores a reading that nobody doubts, unless told otherwise, in the place of what stood there.</summary>
    internal void Store(DateTimeOffset at, decimal value, Source source = Source.DailyFreeze, ObisCode? item = null, Verdict? verdict = null)
    {
        var draft = Draft(at, value, source, item, verdict);
        Store([draft with { Replaces = _ledger.InForce(Meter.Id, draft.Item, draft.Instant, source)?.Id }]);
    }

    internal void Store(IReadOnlyList<EntryDraft> drafts) => Assert.Empty(_temp.Ledger.Append(drafts).Quarantined);

    internal EntryDraft Draft(DateTimeOffset at, decimal value, Source source = Source.DailyFreeze, ObisCode? item = null, Verdict? verdict = null) => new()
    {
        Meter = Orders.MeterAt(Meter, at),
        Item = item ?? Total,
        Source = source,
        Instant = at.ToUniversalTime(),
        Value = value,
        Unit = Unit.KilowattHour,
        ReadAt = at.ToUniversalTime().AddMinutes(10),
        Verdict = verdict ?? new() { Judgement = source == Source.Estimate ? Judgement.Estimate : Judgement.Accept },
        Origin = source == Source.Estimate ? Origin.Estimated : Origin.Actual,
    };

    internal void Enter(Order order, int number = 1) => Orders = Orders.With(new() { Number = number, Order = order, EnteredBy = "anna", EnteredAt = Time.GetUtcNow() }).WithFirst(Meter.Id, First);

    internal void Withdraw(Order order, int number = 1) => Orders = Orders.With(new()
    {
        Number = number,
        Order = order,
        EnteredBy = "anna",
        EnteredAt = Time.GetUtcNow(),
        WithdrawnBy = "bo",
        WithdrawnAt = Time.GetUtcNow(),
        WithdrawnFor = "never happened",
    });

    /// <summary>Lets the desk do what there is to do, an hour later.</summary>
    internal IReadOnlyList<BillingRead> Run()
    {
        Time.Advance(TimeSpan.FromHours(1));
        Desk.Run(CancellationToken.None);
        Assert.Null(Desk.Trouble);
        return InForce();
    }

    /// <summary>The reads of the total in force that are not withdrawn, as the book chains them: by instant, and of one instant by what was due first.</summary>
    internal IReadOnlyList<BillingRead> InForce(ObisCode? item = null)
    {
        var all = Book.Reader.Issued(0, null, 100_000);
        var replaced = all.Select(read => read.Replaces).ToHashSet();
        return [.. all.Where(read => !replaced.Contains(read.Number) && !read.IsWithdrawn && read.Item == (item ?? Total)).OrderBy(read => read.Instant).ThenBy(read => read.Cause != BillingCause.Exchange).ThenBy(read => read.DueAt)];
    }

    internal BillingRead On(int month, int day) => InForce().Single(read => read.Day == new DateOnly(2026, month, day));

    public void Dispose()
    {
        Book.Dispose();
        _ledger.Dispose();
        _temp.Dispose();
    }

    private void Open()
    {
        Book = BillingBook.Open(_temp.Folder, _temp.Ledger.Id, new(2026, 12, 20));
        BillingAssessment assessment = new(_ledger, Book.Reader, () => Orders, _ => Blocking, Calendar, Options, () => Parameters, (_, _) => null);
        Desk = new(Book, assessment, _ledger, Meters, () => Orders, Calendar, Options, Time);
        Days = new(Book.Reader, assessment, Meters, () => Orders, Calendar, Options, Time);
    }
}
