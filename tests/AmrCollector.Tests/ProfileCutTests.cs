using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>A day of quarter-hours within which account or ratio change: each piece is one customer's, and the pieces make the day.</summary>
public sealed class ProfileCutTests : IDisposable
{
    private static readonly LocalDate Day = new(2026, 6, 17);
    private readonly ProfileSite _site = new("Asia/Shanghai", Day.PlusDays(1));

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_move_between_two_quarter_hours_makes_two_pieces()
    {
        Enter(new() { Kind = OrderKind.Account, Meter = ProfileSite.Meter.Id, At = At(40), Account = "A-2" });
        await ObserveAsync();
        var pieces = _site.Close();
        Assert.Equal([("A-1", At(0), 40, 10m), ("A-2", At(40), 56, 14m)], pieces.Select(Told));
        Assert.All(pieces, piece => Assert.Equal((Judgement.Accept, Origin.Actual), (piece.Draft.Verdict.Judgement, piece.Draft.Origin)));
        Assert.Empty(_site.Close());
    }

    [Fact]
    public async Task A_quarter_hour_within_which_somebody_moves_is_shared_out_by_time_and_the_sum_stays()
    {
        Enter(new() { Kind = OrderKind.Account, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(6), Account = "A-2" });
        await ObserveAsync();
        var pieces = _site.Close();
        Assert.Equal([("A-1", At(0), 41, 10.10m), ("A-2", At(40).AddMinutes(6), 1, 0.15m), ("A-2", At(41), 55, 13.75m)], pieces.Select(Told));
        Assert.Equal(IntervalQuality.Substituted, _site.BlockOf(pieces[0]).Qualities[^1]);
    }

    [Fact]
    public async Task A_move_that_is_entered_late_cuts_the_stored_day_anew_and_withdrawn_it_is_whole_again()
    {
        await ObserveAsync();
        Enter(new() { Kind = OrderKind.Opening, Meter = ProfileSite.Meter.Id, At = At(1) });
        var whole = Assert.Single(_site.Close());
        Order move = new() { Kind = OrderKind.Account, Meter = ProfileSite.Meter.Id, At = At(40), Account = "A-2" };
        Enter(move, 2);
        var pieces = Follow(move, 2);
        Assert.Equal([("A-1", At(0), 40, 10m), ("A-2", At(40), 56, 14m)], pieces.Select(Told));
        Assert.Equal((whole.Id, 2, -14m), (pieces[0].Draft.Replaces, pieces[0].Revision, pieces[0].Draft.Verdict.Adjustment));
        Assert.Empty(Follow(move, 2)); // judged again, nothing changes
        Assert.Empty(_site.Close());

        FiledOrder withdrawn = Filed(move, 2) with { WithdrawnAt = At(96), WithdrawnBy = "li", WithdrawnFor = "stayed" };
        _site.Book = _site.Book.With(withdrawn);
        _site.Append(new Handover.Order(ProfileSite.Meter, withdrawn));
        var again = Assert.Single(InForce());
        Assert.Equal(("A-1", At(0), 96, 24m), Told(again));
        Assert.Null(Chain.Verify(Path.Combine(_site.Folder, "ledger"), [], null, default).Fault);
    }

    [Fact]
    public async Task An_exchange_with_another_ratio_within_a_quarter_hour_is_cut_by_the_registers_of_its_order()
    {
        Enter(new() { Kind = OrderKind.Exchange, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(5), Ct = 10, Registers = [new(ProfileSite.Register, 110.10m, 3m)] });
        await _site.ObserveAsync(Day, Enumerable.Range(0, 97), quarter => quarter <= 40 ? 100m + (quarter * 0.25m) : 3.15m + ((quarter - 41) * 0.25m));
        var pieces = _site.Close();
        Assert.Equal([10.10m, 0.15m, 13.75m], pieces.Select(piece => piece.Draft.Value!.Value)); // 0.10 on the old meter, 0.15 on the new one
        Assert.Equal([1m, 10m, 10m], pieces.Select(piece => piece.Draft.Meter.Multiplier));
        Assert.All(pieces, piece => Assert.Equal((false, "V23_RATIO_CHANGE"), (piece.Draft.Verdict.Held, Assert.Single(piece.Draft.Verdict.Rules))));
    }

    [Fact]
    public async Task An_exchange_that_is_entered_late_gives_the_stored_day_the_quarter_hour_it_missed()
    {
        await _site.ObserveAsync(Day, Enumerable.Range(0, 97), quarter => quarter <= 40 ? 100m + (quarter * 0.25m) : 3.15m + ((quarter - 41) * 0.25m));
        var stored = Assert.Single(_site.Close());
        Assert.Equal((IntervalQuality.Missing, 23.75m), (_site.BlockOf(stored).Qualities[40], stored.Draft.Value));
        Order exchange = new() { Kind = OrderKind.Exchange, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(5), Registers = [new(ProfileSite.Register, 110.10m, 3m)] };
        Enter(exchange);
        Assert.Empty(_site.Close());
        _site.Tell(exchange);
        var whole = Assert.Single(_site.Close()); // at the next turn, though nothing was read since
        Assert.Equal((stored.Id, 2, 24m, 0.25m), (whole.Draft.Replaces, whole.Revision, whole.Draft.Value, whole.Draft.Verdict.Adjustment));
        Assert.True(_site.BlockOf(whole).IsWhole);
        Assert.Empty(_site.Close());
    }

    [Fact]
    public async Task Where_nothing_was_recorded_around_a_change_of_ratio_the_pieces_are_held()
    {
        Enter(new() { Kind = OrderKind.RatioChange, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(5), Ct = 10, Registers = [new(ProfileSite.Register, 110.10m, 110.10m)] });
        await _site.ObserveAsync(Day, Enumerable.Range(0, 97).Except(Enumerable.Range(38, 6)), quarter => 100m + (quarter * 0.25m));
        _site.Lose(Day, Enumerable.Range(38, 6));
        var pieces = _site.Close();
        Assert.Equal([true, true, false], pieces.Select(piece => piece.Draft.Verdict.Held));
        Assert.Contains("nobody knows what of it counts how", pieces[0].Draft.Verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_with_a_move_is_still_compared_with_its_freezes()
    {
        Enter(new() { Kind = OrderKind.Account, Meter = ProfileSite.Meter.Id, At = At(40), Account = "A-2" });
        Freeze(Day, 100m);
        Freeze(Day.PlusDays(1), 130m);
        await ObserveAsync();
        Assert.All(_site.Close(), piece => Assert.Contains(RuleId.SumCheck, piece.Draft.Verdict.Rules));
    }

    [Fact]
    public async Task The_register_at_a_move_comes_from_the_meters_own_records()
    {
        Enter(new() { Kind = OrderKind.Account, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(6), Account = "A-2" });
        Freeze(Day, 100m);
        await ObserveAsync();
        Freeze(Day.PlusDays(1), 124m);
        var cut = _site.Reader.InForce(ProfileSite.Meter.Id, ProfileSite.Register, At(40).AddMinutes(6), Source.Estimate)!;
        Assert.Equal((110.10m, "V51_LINEAR"), (cut.Draft.Value, Assert.Single(cut.Draft.Verdict.Rules)));
        Assert.Equal(13.90m, _site.Reader.InForce(ProfileSite.Meter.Id, ProfileSite.Register, At(96), Source.DailyFreeze)!.Draft.Verdict.Consumption!.Value);
    }

    [Fact]
    public void Cut_and_put_together_a_day_is_the_same_day()
    {
        Random random = new(5);
        for (var round = 0; round < 200; round++)
        {
            var values = Enumerable.Range(0, 96).Select(_ => random.Next(50) / 100m).ToArray();
            IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, values, [.. values.Select(_ => IntervalQuality.Actual)]);
            var cuts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new DayCut(At(0).AddMinutes(random.Next(1, 1440)), null, null, false, false)).ToList();
            var pieces = IntervalPieces.Of(At(0), day, cuts);
            Assert.Equal(pieces.Count, pieces.Select(piece => piece.Instant).Distinct().Count());
            Assert.Equal(day.Sum, pieces.Sum(piece => piece.Block.Sum));
            Assert.Equal(day.Values, IntervalPieces.Merged(At(0), 96, [.. pieces.Select(piece => (piece.Instant, piece.Block))]).Values);
        }
    }

    private DateTimeOffset At(int quarter) => _site.StartOf(Day).AddMinutes(15 * quarter);

    private Task ObserveAsync() => _site.ObserveAsync(Day, Enumerable.Range(0, 97), quarter => 100m + (quarter * 0.25m));

    private void Enter(Order order, int number = 1) => _site.Book = _site.Book.With(Filed(order, number)).WithFirst(ProfileSite.Meter.Id, new(1, 1, 6, "A-1", ""));

    private FiledOrder Filed(Order order, int number) => new() { Number = number, Order = order, EnteredBy = "li", EnteredAt = At(96) };

    private IReadOnlyList<Entry> Follow(Order order, int number) => _site.Append(new Handover.Order(ProfileSite.Meter, Filed(order, number)));

    private IReadOnlyList<Entry> InForce() => [.. _site.Reader.StandingBetween(ProfileSite.Meter.Id, ProfileSite.Intervals, At(0), At(96).AddMilliseconds(-1)).Where(entry => entry.Draft.Verdict.Judgement != Judgement.Reject)];

    private (string, DateTimeOffset, int, decimal) Told(Entry entry) => (entry.Draft.Meter.Account, entry.Draft.Instant, _site.BlockOf(entry).Values.Count, entry.Draft.Value!.Value);

    private void Freeze(LocalDate day, decimal value) => _site.Append(new Handover.Readings(new(ProfileSite.Meter, [new()
    {
        Meter = ProfileSite.Meter,
        Source = Source.DailyFreeze,
        Instant = _site.StartOf(day),
        ReadAt = _site.StartOf(day).AddMinutes(10),
        RepliedFrom = ProfileSite.Meter.Address,
        Registers = [new() { Item = ProfileSite.Register, Value = value, Unit = Unit.KilowattHour }],
        Evidence = Evidence.None,
    }])));
}
