using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;

namespace AmrCollector.Tests;

public sealed class DoubtfulReadingsTests
{
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private static readonly Verdict Fell = new() { Judgement = Judgement.Reject, Rules = [RuleId.Decrease] };
    private readonly ManualTime _time = new();
    private readonly List<Reread> _asked = [];
    private readonly List<decimal?> _confirmed = [];
    private readonly DoubtfulReadings _doubts;

    public DoubtfulReadingsTests() => _doubts = new((_, reread) => _asked.Add(reread), (_, _, value) => _confirmed.Add(value), _time);

    [Fact]
    public void What_is_hard_to_believe_is_read_again_at_once_after_15_and_after_60_minutes_and_not_more_often()
    {
        Note(5m);
        Note(5m);
        Assert.Equal([0, 15, 60], _asked.Select(reread => (int)reread.After.TotalMinutes));
    }

    [Fact]
    public void Two_equal_rereads_confirm_the_value_once()
    {
        Note(5m);
        Note(5m);
        Assert.Empty(_confirmed);
        Note(5m);
        Note(5m);
        Assert.Equal([5m], _confirmed);
    }

    [Fact]
    public void Rereads_that_differ_confirm_nothing_and_after_the_last_it_begins_anew()
    {
        foreach (var value in (decimal[])[5m, 7m, 9m, 5m]) Note(value);
        Assert.Empty(_confirmed);
        _time.Advance(TimeSpan.FromMinutes(80));
        Note(5m);
        Assert.Equal(6, _asked.Count);
    }

    [Fact]
    public void What_is_accepted_held_for_a_pattern_or_late_is_not_read_again()
    {
        foreach (var rule in (string[])[RuleId.HighUsage, RuleId.Late, RuleId.Gap]) Note(5m, Fell with { Rules = [rule] });
        Assert.Empty(_asked);
    }

    private void Note(decimal value, Verdict? verdict = null)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Meter meter = new() { Id = new("000012345601"), Address = "000012345601" };
        RegisterValue register = new() { Item = Total, Value = value, Unit = Unit.KilowattHour };
        var now = _time.GetUtcNow();
        _doubts.Note(new() { Meter = meter, Source = Source.Current, Instant = now, ReadAt = now, RepliedFrom = "", Registers = [register], Evidence = Evidence.None }, register, verdict ?? Fell);
    }
}
