using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>Estimates for daily freezes that did not come, and the actuals that take their place, in a real ledger.</summary>
public sealed class EstimateTests : IDisposable
{
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private static readonly Meter Meter = new() { Id = new("m1"), Line = "box" };
    private static readonly DateTimeOffset First = DateTimeOffset.Parse("2026-10-01T00:00:00Z");

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-estimates-").FullName;
    private readonly SqliteLedger _ledger;
    private readonly LedgerReader _reader;
    private readonly ObservationStore _observations;
    private readonly BlockJudge _judge;
    private readonly List<DateTimeOffset> _inspections = [];
    private OrderBook _orders = OrderBook.Empty;

    public EstimateTests()
    {
        _ledger = SqliteLedger.Open(_folder, TimeProvider.System);
        _reader = _ledger.OpenReader();
        _observations = new(_folder, TimeSpan.FromDays(400), TimeProvider.System);
        Surroundings around = new(() => _orders, _ => [], new Dictionary<string, Plan>(), _observations, DateTimeZone.Utc);
        _judge = new(_reader, new(_reader, new([Meter], _reader)), RuleParameters.Default, (_, _) => null, _ => [], around, (_, _, _) => { }, (_, at) => _inspections.Add(at));
    }

    public void Dispose()
    {
        _observations.Dispose();
        _reader.Dispose();
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Days_between_two_readings_are_split_between_them_and_the_sum_closes()
    {
        for (var day = 0; day < 12; day++)
            if (day is not (7 or 8)) Read(day, 100 + (10 * day));
        var estimates = Estimate(7, 8).Where(entry => entry.Draft.Source == Source.Estimate).ToList();
        Assert.Equal([170m, 180m], estimates.Select(entry => entry.Draft.Value!.Value));
        Assert.All(estimates, entry => Assert.Equal((Origin.Substituted, Judgement.Estimate), (entry.Draft.Origin, entry.Draft.Verdict.Judgement)));
        Assert.Equal(110m, Consumed());
    }

    [Fact]
    public void Without_a_later_reading_like_days_stand_in_and_the_actual_replaces_the_estimate_with_an_adjustment()
    {
        for (var day = 0; day < 10; day++) Read(day, 100 + (10 * day));
        var estimate = Assert.Single(Estimate(10));
        Assert.Equal((200m, Origin.Estimated), (estimate.Draft.Value, estimate.Draft.Origin));

        var actual = Assert.Single(Read(10, 207));
        Assert.Equal((estimate.Id, 2, 7m), (actual.Draft.Replaces, actual.Revision, actual.Draft.Verdict.Adjustment));
        Assert.Contains(RuleId.ReplacesEstimate, actual.Draft.Verdict.Rules);
        Assert.Null(_reader.InForce(Meter.Id, Total, First.AddDays(10), Source.Estimate));
        Assert.Equal(107m, Consumed());
        Assert.Empty(Estimate(10));
    }

    [Fact]
    public void Nothing_is_invented_for_a_meter_that_never_told_anything_a_record_without_a_number_says_so_and_the_actual_replaces_it()
    {
        var empty = Assert.Single(Estimate(3));
        Assert.Equal((null, Origin.Missing, "2.5.259", Judgement.Estimate), (empty.Draft.Value, empty.Draft.Origin, empty.Draft.Verdict.Quality, empty.Draft.Verdict.Judgement));
        Assert.Equal([RuleId.Missing, RuleId.NoEstimate], empty.Draft.Verdict.Rules);
        Assert.Empty(Estimate(3));
        var actual = Assert.Single(Read(3, 100, late: TimeSpan.FromDays(4)));
        Assert.Equal((empty.Id, 100m), (actual.Draft.Replaces, actual.Draft.Value));
        Assert.Null(_reader.InForce(Meter.Id, Total, First.AddDays(3), Source.Estimate));
    }

    [Fact]
    public void What_can_be_estimated_by_now_takes_the_place_of_the_record_without_a_number()
    {
        Read(0, 100);
        var empty = Assert.Single(Estimate(1));
        Assert.Null(empty.Draft.Value);
        Read(2, 120);
        var estimate = Estimate(1).Single(entry => entry.Draft.Source == Source.Estimate);
        Assert.Equal((empty.Id, 110m), (estimate.Draft.Replaces, estimate.Draft.Value));
    }

    [Fact]
    public void A_demand_is_never_estimated()
    {
        for (var day = 0; day < 10; day++) Read(day, 100 + (10 * day));
        Assert.Empty(Append(new Handover.Estimates(Meter, [new() { Item = Total, Kind = ItemKind.Demand, Unit = Unit.Kilowatt }], [First.AddDays(10)], First.AddDays(30))));
    }

    [Fact]
    public void Three_billing_reads_in_a_row_are_estimated_then_the_meter_is_to_be_inspected_and_no_fourth_is()
    {
        // Billed on the 1st: October is read, November to January are estimated, February is not.
        for (var day = 0; day < 29; day++) Read(day, 100 + (10 * day));
        for (var day = 29; day < 31 + 30 + 31 + 31; day++) Estimate(day);
        Assert.Equal(First.AddDays(31 + 30 + 31), Assert.Single(_inspections));
        var fourth = Assert.Single(Estimate(31 + 30 + 31 + 31));
        Assert.Null(fourth.Draft.Value);
        Assert.Contains("has to be inspected", fourth.Draft.Verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_estimate_runs_across_an_exchange()
    {
        _orders = _orders.With(new()
        {
            Number = 1,
            Order = new() { Kind = OrderKind.Exchange, Meter = Meter.Id, At = First.AddDays(9.5), Registers = [new(Total, 195m, 0m)] },
            EnteredBy = "fitter",
            EnteredAt = First.AddDays(9.6),
        });
        for (var day = 0; day < 10; day++) Read(day, 100 + (10 * day));
        Read(11, 15);

        Assert.Null(Assert.Single(Estimate(10)).Draft.Value);
        Assert.Equal(110m, Consumed()); // 95 on the old meter, 15 on the new one
    }

    [Fact]
    public void A_slot_is_estimated_once()
    {
        for (var day = 0; day < 10; day++) Read(day, 100 + (10 * day));
        Assert.Single(Estimate(10));
        Assert.Empty(Estimate(10));
    }

    /// <summary>What the fitter read says that the estimate was too high; left standing it would refuse every reading of the new meter.</summary>
    [Fact]
    public void An_exchange_below_the_estimate_takes_it_out_and_both_meters_are_billed()
    {
        for (var day = 0; day < 10; day++) Read(day, 100 + (10 * day));
        Estimate(10);
        Assert.Equal(Judgement.Reject, Assert.Single(Read(11, 15)).Draft.Verdict.Judgement);
        FiledOrder filed = new()
        {
            Number = 1,
            Order = new() { Kind = OrderKind.Exchange, Meter = Meter.Id, At = First.AddDays(10.5), Registers = [new(Total, 195, 3)] },
            EnteredBy = "li",
            EnteredAt = First.AddDays(12),
        };
        _orders = _orders.With(filed);
        var entries = Append(new Handover.Order(Meter, filed));

        Assert.Contains(entries, entry => entry.Draft is { Source: Source.Estimate, Verdict: { Judgement: Judgement.Reject, Why: "The estimate was too high: the register showed 195 when the order was carried out." } });
        Assert.Equal((195m - 190) + (15 - 3), _reader.InForce(Meter.Id, Total, First.AddDays(11), Source.DailyFreeze)!.Draft.Verdict.Consumption!.Value);
        Assert.Empty(Append(new Handover.Order(Meter, filed)));
        Assert.Equal(8m, Assert.Single(Read(12, 23)).Draft.Verdict.Consumption!.Value);
    }

    private decimal Consumed() => _reader.History(Meter.Id, Total, First, 100)
        .GroupBy(point => point.Instant).Select(same => _reader.Entry(same.OrderBy(point => point.Source).First().Sequence)!.Draft.Verdict.Consumption?.Value ?? 0).Sum();

    private IReadOnlyList<Entry> Read(int day, decimal value, TimeSpan? late = null) => Append(new Handover.Readings(new ReadingBlock(Meter, [new()
    {
        Meter = Meter,
        Source = Source.DailyFreeze,
        Instant = First.AddDays(day),
        ReadAt = First.AddDays(day) + (late ?? TimeSpan.FromMinutes(10)),
        RepliedFrom = Meter.Address,
        Registers = [new() { Item = Total, Value = value, Unit = Unit.KilowattHour }],
        Evidence = Evidence.None,
    }])));

    private IReadOnlyList<Entry> Estimate(params int[] days) => Append(new Handover.Estimates(
        Meter, [new() { Item = Total, Unit = Unit.KilowattHour }], [.. days.Select(day => First.AddDays(day))], First.AddDays(30)));

    private IReadOnlyList<Entry> Append(Handover handover)
    {
        var commit = _ledger.Append(_judge.Judge([handover]));
        Assert.Empty(commit.Quarantined);
        return commit.Entries;
    }
}
