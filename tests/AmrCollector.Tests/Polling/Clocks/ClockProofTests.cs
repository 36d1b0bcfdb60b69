using AmrCollector.Polling.Clocks;

namespace AmrCollector.Tests.Polling.Clocks;

/// <summary>A host that starts with a clock of another year is not believed before a meter confirms it.</summary>
public sealed class ClockProofTests
{
    private static readonly DateTimeOffset Seen = new(2026, 11, 22, 22, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Fact]
    public void A_first_start_and_a_short_absence_need_no_proof()
    {
        Assert.Null(new ClockProof(null).Doubt(Seen, TimeSpan.Zero, false, [], true));
        Assert.Null(new ClockProof(Seen).Doubt(Seen.AddSeconds(-59), TimeSpan.Zero, null, [], true));
        Assert.Null(new ClockProof(Seen).Doubt(Seen.AddDays(2.9), TimeSpan.Zero, null, [], true));
    }

    [Fact]
    public void At_the_first_start_two_meters_that_tell_the_same_other_day_are_believed_rather_unless_one_confirms_it()
    {
        ClockProof proof = new(null);
        Assert.Null(proof.Doubt(Seen + Year, TimeSpan.Zero, true, [-Year], true));
        Assert.False(proof.IsGiven);
        Assert.Null(proof.Doubt(Seen + Year, TimeSpan.Zero, true, [-Year, TimeSpan.FromDays(-3), TimeSpan.FromDays(-9000), TimeSpan.FromDays(-9000)], true));
        Assert.Equal(
            "2 of 3 meters tell the same other day than the host's clock, and no meter confirms it",
            proof.Doubt(Seen + Year, TimeSpan.FromHours(5), true, [-Year, TimeSpan.FromDays(3), -Year + TimeSpan.FromSeconds(20)], true));
        Assert.True(proof.WasFirstDayWrong);
        Assert.Null(proof.Doubt(Seen, TimeSpan.FromHours(5), true, [TimeSpan.Zero, TimeSpan.FromDays(368), TimeSpan.FromSeconds(20)], true));
        Assert.True(proof.IsGiven);
    }

    [Fact]
    public void At_the_first_start_it_is_believed_for_good_when_nobody_contradicts_it_for_a_while()
    {
        ClockProof asked = new(null);
        Assert.Null(asked.Doubt(Seen, TimeSpan.FromMinutes(9), false, [], true));
        Assert.False(asked.IsGiven);
        Assert.Null(asked.Doubt(Seen, TimeSpan.FromMinutes(10), false, [], true));
        Assert.True(asked.IsGiven);
        ClockProof alone = new(null);
        Assert.Null(alone.Doubt(Seen, TimeSpan.Zero, false, [], false));
        Assert.True(alone.IsGiven);
    }

    [Theory]
    [InlineData(365, "365 d after")]
    [InlineData(-365, "365 d before")]
    [InlineData(-0.0625, "1.5 h before")]
    public void A_clock_before_the_last_run_or_long_after_it_is_doubted_and_the_sentence_stays_the_same(double days, string expected)
    {
        ClockProof proof = new(Seen);
        var told = proof.Doubt(Seen.AddDays(days), TimeSpan.Zero, true, [], true);
        Assert.Equal($"the host's clock is {expected} the time when the collector ran last (2026-11-22 22:00 UTC), and no meter confirms it", told);
        Assert.Equal(told, proof.Doubt(Seen.AddDays(days).AddMinutes(5), TimeSpan.FromMinutes(5), true, [], true));
    }

    [Fact]
    public void A_meter_that_agrees_is_a_proof_for_good()
    {
        ClockProof proof = new(Seen);
        Assert.NotNull(proof.Doubt(Seen + Year, TimeSpan.Zero, null, [], true));
        Assert.Null(proof.Doubt(Seen + Year, TimeSpan.FromSeconds(5), null, [TimeSpan.FromSeconds(20)], true));
        Assert.Null(proof.Doubt(Seen + Year, TimeSpan.FromHours(5), null, [-Year, -Year], true));
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void As_long_as_meters_tell_a_time_that_follows_from_the_last_run_it_is_doubted_whatever_the_kernel_says(int days)
    {
        ClockProof proof = new(Seen);
        Assert.NotNull(proof.Doubt(Seen.AddDays(days).AddHours(9), TimeSpan.FromHours(9), true, [TimeSpan.FromDays(-days)], true));
        Assert.Null(proof.Doubt(Seen.AddHours(9), TimeSpan.FromHours(9), true, [TimeSpan.Zero], true)); // it came right
    }

    [Fact]
    public void A_meter_whose_clock_died_and_one_on_another_zone_contradict_nothing()
    {
        ClockProof proof = new(Seen);
        TimeSpan[] offsets = [TimeSpan.FromDays(-9000), TimeSpan.FromHours(-1)];
        Assert.NotNull(proof.Doubt(Seen.AddDays(10), TimeSpan.FromMinutes(1), true, offsets, true));
        Assert.Null(proof.Doubt(Seen.AddDays(10), TimeSpan.FromMinutes(10), true, offsets, true));
    }

    [Theory]
    [InlineData(true, true, 10)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 60)]
    [InlineData(false, false, 60)]
    [InlineData(null, false, 60)]
    public void Where_nobody_contradicts_it_is_believed_after_a_while(bool? isSynchronised, bool areMetersAsked, int minutes)
    {
        ClockProof proof = new(Seen);
        if (minutes > 0) Assert.NotNull(proof.Doubt(Seen.AddDays(40), TimeSpan.FromMinutes(minutes - 1), isSynchronised, [], areMetersAsked));
        Assert.Null(proof.Doubt(Seen.AddDays(40), TimeSpan.FromMinutes(minutes), isSynchronised, [], areMetersAsked));
    }

    [Fact]
    public void Meters_that_lost_their_time_do_not_stop_the_reading_and_billing_of_a_site_whose_day_was_proven()
    {
        Assert.True(ClockTrust.Of(ClockSettings.Off, true, [.. Enumerable.Repeat(TimeSpan.FromSeconds(90), 5)]) is { IsTrusted: false, KnowsDay: true });
        Assert.True(ClockTrust.Of(ClockSettings.Off, true, [.. Enumerable.Repeat(-Year, 5)]) is { IsTrusted: false, MaySet: false, KnowsDay: true });
    }

    [Fact]
    public void The_time_that_was_seen_is_kept_in_a_file_and_a_spoilt_one_says_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("amr-seen-").FullName;
        SeenTime seen = new(folder);
        Assert.Null(seen.Read());
        seen.Keep(Seen.AddMilliseconds(300));
        Assert.Equal(Seen, new SeenTime(folder).Read());
        File.WriteAllText(Path.Combine(folder, "clock.seen"), "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        Assert.Null(seen.Read());
        Directory.Delete(folder, recursive: true);
        seen.Keep(Seen); // no folder, no word
        Assert.Null(seen.Read());
    }
}
