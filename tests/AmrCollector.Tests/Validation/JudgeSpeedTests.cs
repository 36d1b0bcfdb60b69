using System.Diagnostics;
using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;
using Xunit.Abstractions;

namespace AmrCollector.Tests.Validation;

public sealed class JudgeSpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Judging_with_56_days_at_hand_is_measured_and_allocates_little()
    {
        var home = new Household { Parameters = RuleParameters.Default with { Calendar = new(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]) } };
        var last = home.Live(56, day => 8 + (day % 5));
        var set = home.Set(Household.Day(57), last + 9);
        for (var i = 0; i < 1_000; i++) Judge.Of(set, _ => home.Past, home.Parameters);

        const int Rounds = 10_000;
        var (clock, bytes) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Rounds; i++) Judge.Of(set, _ => home.Past, home.Parameters);
        var (elapsed, each) = (clock.Elapsed, (GC.GetAllocatedBytesForCurrentThread() - bytes) / Rounds);

        output.WriteLine($"{Rounds / elapsed.TotalSeconds:0} readings a second, {each} bytes each");
        Assert.True(each < 4096, $"{each} bytes a reading");
    }
}
