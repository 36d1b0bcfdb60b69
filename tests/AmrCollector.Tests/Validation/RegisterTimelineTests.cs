using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

public sealed class RegisterTimelineTests
{
    private readonly RegisterTimeline _past = new();

    [Fact]
    public void Values_come_back_exactly_with_the_most_decimals_any_row_had()
    {
        Put(0, 100.5m);
        Put(1, 101.25m);

        Assert.Equal(2, _past.Decimals);
        Assert.Equal("100.50", _past[0].Value.ToString());
        Assert.Equal("101.25", _past[1].Value.ToString());
    }

    [Fact]
    public void Rows_stand_in_the_order_of_their_instants()
    {
        foreach (var day in new[] { 3, 1, 2, 0 }) Put(day, day);

        Assert.Equal([0m, 1m, 2m, 3m], Enumerable.Range(0, _past.Count).Select(i => _past[i].Value));
        Assert.Equal(1m, _past.Before(Household.Day(2))!.Value.Value);
        Assert.Equal(3m, _past.After(Household.Day(2))!.Value.Value);
        Assert.Equal(2m, _past.At(Household.Day(2), Source.DailyFreeze)!.Value.Value);
        Assert.Null(_past.At(Household.Day(2), Source.Current));
        Assert.Null(_past.Before(Household.Day(0)));
        Assert.Null(_past.After(Household.Day(3)));
    }

    [Fact]
    public void The_same_key_is_replaced_and_another_source_stands_beside()
    {
        Put(0, 1);
        Put(0, 2);
        Put(0, 3, Source.Settlement);

        Assert.Equal(2, _past.Count);
        Assert.Equal(2m, _past.BaselineAt(Household.Day(0))!.Value.Value);
    }

    [Fact]
    public void A_released_actual_takes_the_place_of_the_estimate_and_a_held_one_does_not()
    {
        Put(0, 1, Source.Estimate);
        Put(0, 2, marks: RowMarks.Held);
        Assert.Equal(Source.Estimate, _past.BaselineAt(Household.Day(0))!.Value.Source);

        Put(0, 2);
        Assert.Equal(1, _past.Count);
        Assert.Equal(Source.DailyFreeze, _past.BaselineAt(Household.Day(0))!.Value.Source);
    }

    [Fact]
    public void Sixty_four_days_stay_and_settlement_reads_longer()
    {
        Put(-40, 1, Source.Settlement);
        for (var day = 0; day <= 100; day++) Put(day, day + 2);

        Assert.Equal(66, _past.Count);
        Assert.Equal(Source.Settlement, _past[0].Source);
        Assert.Equal(Household.Day(36), _past[1].Instant);
    }

    [Fact]
    public void Frequent_reads_make_room_for_freezes()
    {
        for (var i = 0; i < 40 * 24; i++) Put(i / 24.0, i, i % 24 == 0 ? Source.DailyFreeze : Source.Current);

        Assert.Equal(RegisterTimeline.MaxRows, _past.Count);
        Assert.Equal(40, Enumerable.Range(0, _past.Count).Count(i => _past[i].Source == Source.DailyFreeze));
    }

    [Fact]
    public void The_latest_baseline_is_never_trimmed()
    {
        Put(0, 1);
        for (var day = 1; day <= 300; day++) Put(day, day + 1, marks: RowMarks.Held);

        Assert.Equal(1m, _past.LastReleasedBefore(Household.Day(301))!.Value.Value);
        Assert.True(_past.Count <= RegisterTimeline.MaxRows);
    }

    [Fact]
    public void Refused_rows_are_few_and_never_push_history_out()
    {
        for (var day = 0; day < 60; day++) Put(day, day);
        for (var i = 0; i < 1000; i++) Put(59, i, marks: RowMarks.Rejected);
        Put(100_000, 1, marks: RowMarks.Rejected);

        Assert.Equal(60, Enumerable.Range(0, _past.Count).Count(i => _past[i].IsInForce));
        Assert.True(_past.Count <= 76);
    }

    [Fact]
    public void What_is_older_than_the_window_is_not_kept()
    {
        Put(100, 5);

        Assert.False(_past.Put(new(Household.Day(20).ToUnixTimeSeconds(), 1, Source.DailyFreeze, RowMarks.None)));
        Assert.Equal(1, _past.Count);
    }

    [Fact]
    public void A_withdrawn_row_is_gone()
    {
        Put(0, 1);
        Put(1, 2);

        Assert.True(_past.Remove(Household.Day(1), Source.DailyFreeze));
        Assert.False(_past.Remove(Household.Day(1), Source.DailyFreeze));
        Assert.Equal(1, _past.Count);
    }

    [Fact]
    public void Hostile_instants_and_numbers_are_not_kept()
    {
        Assert.False(_past.Put(new(-5, 1, Source.DailyFreeze, RowMarks.None)));
        Assert.False(_past.Put(new(1L << 40, 1, Source.DailyFreeze, RowMarks.None)));
        Assert.False(_past.Put(new(5, decimal.MaxValue, Source.DailyFreeze, RowMarks.None)));
        Assert.Equal(0, _past.Count);
    }

    private void Put(double day, decimal value, Source source = Source.DailyFreeze, RowMarks marks = RowMarks.None) =>
        _past.Put(new(Household.Day(day).ToUnixTimeSeconds(), value, source, marks));
}
