using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Commands;
using AmrCollector.Tests.Polling.Bus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Clocks;

/// <summary>What a meter showed it showed in the middle of the exchange: half the round trip is taken off.</summary>
public sealed class ClockOffsetTests
{
    [Theory]
    [InlineData("2026-11-22T04:20:00.600Z", 800, "06 20 12", 5.0)] // asked at .6, answered at 1.4: 12:20:01.0 in Shanghai
    [InlineData("2026-11-22T04:20:00.600Z", 200, "06 20 12", 5.3)]
    [InlineData("2026-11-22T04:20:00.600Z", 2400, "00 20 12", -1.8)]
    [InlineData("2026-11-21T15:59:58.600Z", 800, "04 00 00", 5.0)] // over midnight
    [InlineData("2026-11-21T16:00:00.600Z", 800, "56 59 23", -5.0)]
    public void A_polled_clock_is_compared_with_the_middle_of_its_exchange(string sent, int milliseconds, string shown, double seconds)
    {
        Meter meter = new() { Id = new("m1"), Address = "1", Model = RiserRun.ModelName };
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:1", out var uri, out _));
        var polled = new MeterToPoll(meter, RiserRun.Model, new("plan", [RiserRun.Every("1h", "clock")])).OnLine(uri, new PollOptions());
        var question = RiserRun.Model.Groups["clock"].Single(question => question.Items.Any(item => item.Layout is Layout.Dlt645 { Type: Dlt645Type.TimeOfDay }));
        var harvest = new Translation(RiserRun.Zone).OfCurrent(polled, question, Answer(sent, milliseconds, shown));
        var offset = Assert.Single(harvest.Observations, value => value.Item == Translation.ClockOffset);
        Assert.Equal(((decimal)seconds, Unit.Second), (offset.Value, offset.Unit));
    }

    [Theory]
    [InlineData("2026-11-22T04:20:00Z", "00 22 11 26", "05 20 12", 5)]
    [InlineData("2026-11-22T04:20:00Z", "00 22 11 25", "05 20 12", -365 * 86400 + 5)]
    [InlineData("2026-11-22T04:20:00Z", "00 23 11 26", "05 20 12", 86400 + 5)]
    [InlineData("2026-11-21T15:59:40Z", "00 21 11 26", "20 00 00", 10, 30)] // it went over midnight after it had told its date
    [InlineData("2026-11-21T15:59:58Z", "00 21 11 26", "59 59 23", 1)]
    [InlineData("2026-11-21T16:00:00Z", "00 22 11 26", "03 00 00", 3)] // too near to tell: the nearest
    [InlineData("2026-11-22T04:20:00Z", "FF FF FF FF", "05 20 12", 5)] // no date: the nearest
    public void With_the_date_it_showed_before_a_clock_is_told_to_be_off_by_days(string sent, string date, string shown, int seconds, int later = 0)
    {
        Meter meter = new() { Id = new("m1"), Address = "1", Model = RiserRun.ModelName };
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:1", out var uri, out _));
        var polled = new MeterToPoll(meter, RiserRun.Model, new("plan", [RiserRun.Every("1h", "clock")])).OnLine(uri, new PollOptions());
        Translation translation = new(RiserRun.Zone);
        Assert.Empty(translation.OfCurrent(polled, Question(Dlt645Type.Date), Answer(sent, 0, date)).Observations);
        var harvest = translation.OfCurrent(polled, Question(Dlt645Type.TimeOfDay), Answer(sent, 0, shown, later));
        Assert.Equal(seconds, Assert.Single(harvest.Observations).Value);
    }

    [Fact]
    public void So_is_the_one_that_is_read_back_after_a_set()
    {
        var date = Answer("2026-11-22T04:20:00.000Z", 500, "00 22 11 26"); // Sunday the 22nd
        var offset = ClockCommands.OffsetOf([date, Answer("2026-11-22T04:20:00.600Z", 800, "06 20 12")], instant => instant.UtcDateTime.AddHours(8));
        Assert.Equal(TimeSpan.FromSeconds(5), offset!.Offset);
    }

    private static Question Question(Dlt645Type type) =>
        RiserRun.Model.Groups["clock"].Single(question => question.Items.Any(item => item.Layout is Layout.Dlt645 layout && layout.Type == type));

    private static ExchangeOutcome.Answered Answer(string sent, int milliseconds, string data, int later = 0)
    {
        var at = DateTimeOffset.Parse(sent, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(later);
        return new(Hex.Of(data), "1", Evidence.None, at, at.AddMilliseconds(milliseconds));
    }
}
