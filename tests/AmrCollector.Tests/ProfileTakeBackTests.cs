using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>What a stored day has from an exchange goes with the exchange: withdrawn, its quarter-hour is nobody's any more.</summary>
public sealed class ProfileTakeBackTests : IDisposable
{
    private static readonly LocalDate Day = new(2026, 6, 17);
    private readonly ProfileSite _site = new("Asia/Shanghai", Day.PlusDays(1));

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_withdrawn_exchange_takes_back_the_quarter_hour_it_gave_and_the_right_one_gives_another()
    {
        var wrong = Exchange(110.20m);
        Enter(wrong, 1);
        await ObserveAsync(Enumerable.Range(0, 97));
        var stored = Assert.Single(_site.Close());
        Assert.Equal((0.35m, 24.10m), (_site.BlockOf(stored).Values[40], stored.Draft.Value));

        var without = Assert.Single(Withdraw(wrong, 1));
        Assert.Equal((stored.Id, 23.75m, -0.35m), (without.Draft.Replaces, without.Draft.Value, without.Draft.Verdict.Adjustment));
        Assert.Equal((IntervalQuality.Missing, 95), (_site.BlockOf(without).Qualities[40], _site.BlockOf(without).Told));
        Assert.Contains(RuleId.Missing, without.Draft.Verdict.Rules);
        Assert.Empty(_site.Close()); // the register fell there, and nobody says why
        Assert.Empty(_site.Append(new Handover.Order(ProfileSite.Meter, Withdrawn(wrong, 1)))); // followed twice

        var right = Exchange(110.10m);
        Enter(right, 2);
        _site.Append(new Handover.Order(ProfileSite.Meter, Filed(right, 2)));
        _site.Tell(right);
        var whole = Assert.Single(_site.Close());
        Assert.Equal((without.Id, 24m, 0.25m), (whole.Draft.Replaces, whole.Draft.Value, whole.Draft.Verdict.Adjustment));
        Assert.True(_site.BlockOf(whole).IsWhole);
        Assert.Null(Chain.Verify(Path.Combine(_site.Folder, "ledger"), [], null, default).Fault);
    }

    [Fact]
    public async Task What_was_shared_out_of_one_difference_with_it_goes_too()
    {
        var order = Exchange(110.10m);
        Enter(order, 1);
        await ObserveAsync(Enumerable.Range(0, 97).Except([39, 40, 41, 42]));
        _site.Lose(Day, [39, 40, 41, 42]);
        var stored = Assert.Single(_site.Close());
        Assert.Equal(5, _site.BlockOf(stored).Count(IntervalQuality.Substituted));

        var without = Assert.Single(Withdraw(order, 1));
        Assert.Equal((5, 91), (_site.BlockOf(without).Count(IntervalQuality.Missing), _site.BlockOf(without).Told));
        Assert.Equal(91 * 0.25m, without.Draft.Value);
        Assert.Empty(_site.Close());
    }

    [Fact]
    public async Task A_day_with_another_ratio_since_comes_together_again_without_the_quarter_hour()
    {
        var order = Exchange(110.10m) with { Ct = 10 };
        Enter(order, 1);
        await ObserveAsync(Enumerable.Range(0, 97));
        Assert.Equal(3, _site.Close().Count);

        Withdraw(order, 1);
        var whole = Assert.Single(_site.Reader.StandingBetween(ProfileSite.Meter.Id, ProfileSite.Intervals, At(0), At(96).AddMilliseconds(-1)), entry => entry.Draft.Verdict.Judgement != Judgement.Reject);
        Assert.Equal((23.75m, 1m, 1), (whole.Draft.Value, whole.Draft.Meter.Multiplier, _site.BlockOf(whole).Count(IntervalQuality.Missing)));
        Assert.DoesNotContain(RuleId.RatioChange, whole.Draft.Verdict.Rules);
    }

    [Fact]
    public async Task An_order_that_goes_while_its_day_is_being_stored_does_not_come_back_with_it()
    {
        var order = Exchange(110.10m);
        Enter(order, 1);
        var made = _site.Book;
        await ObserveAsync(Enumerable.Range(0, 97));
        var stored = Assert.Single(_site.Close());
        var without = Assert.Single(Withdraw(order, 1));

        Assert.Empty(_site.Append(new Handover.Intervals(stored.Draft with { Evidence = _site.Reader.Evidence(stored.Sequence) }, made)));
        Assert.Equal(without.Id, _site.Reader.InForce(ProfileSite.Meter.Id, ProfileSite.Intervals, At(0), Source.Profile)!.Id);
    }

    private DateTimeOffset At(int quarter) => _site.StartOf(Day).AddMinutes(15 * quarter);

    /// <summary>The old meter until a third of the 41st quarter-hour, the new one after it, a quarter of a kWh each.</summary>
    private Task ObserveAsync(IEnumerable<int> quarters) =>
        _site.ObserveAsync(Day, quarters, quarter => quarter <= 40 ? 100m + (quarter * 0.25m) : 3.15m + ((quarter - 41) * 0.25m));

    private Order Exchange(decimal final) => new() { Kind = OrderKind.Exchange, Meter = ProfileSite.Meter.Id, At = At(40).AddMinutes(5), Registers = [new(ProfileSite.Register, final, 3m)] };

    private void Enter(Order order, int number) => _site.Book = _site.Book.With(Filed(order, number)).WithFirst(ProfileSite.Meter.Id, new(1, 1, 6, "A-1", ""));

    private IReadOnlyList<Entry> Withdraw(Order order, int number)
    {
        _site.Book = _site.Book.With(Withdrawn(order, number));
        var entries = _site.Append(new Handover.Order(ProfileSite.Meter, Withdrawn(order, number)));
        _site.Tell(order);
        return entries;
    }

    private FiledOrder Withdrawn(Order order, int number) => Filed(order, number) with { WithdrawnAt = At(96), WithdrawnBy = "li", WithdrawnFor = "another meter" };

    private FiledOrder Filed(Order order, int number) => new() { Number = number, Order = order, EnteredBy = "li", EnteredAt = At(96) };
}
