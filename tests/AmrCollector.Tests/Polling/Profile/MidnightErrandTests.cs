using System.Globalization;
using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;
using AmrCollector.Tests.Simulator;
using NodaTime;

namespace AmrCollector.Tests.Polling.Profile;

/// <summary>A daily freeze that the meter does not have comes from its load records, marked as that, and only of that very instant.</summary>
public sealed class MidnightErrandTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_record_of_midnight_becomes_a_reading_of_source_profile_with_its_proof()
    {
        var errand = Errand();
        var question = Assert.IsType<Question.LoadRecords>(errand.Next);
        Assert.Equal((1, new DateTime(2026, 11, 21)), (question.Count, question.From));
        var set = Assert.Single(errand.Take(Reply("21 00:00", 1234_56)).Block!.Sets);
        Assert.Equal((Source.Profile, Midnight), (set.Source, set.Instant));
        Assert.Equal((ObisCode.Parse("1-0:1.8.0"), 1234.56m), (set.Registers[0].Item, set.Registers[0].Value));
        Assert.False(set.Evidence.Reply.IsEmpty);
        Assert.Null(errand.Next);
    }

    [Theory]
    [InlineData("21 00:15")]
    [InlineData("20 23:45")]
    [InlineData("22 00:00")]
    public void A_record_of_another_time_is_never_counted_to_it(string shown) => Assert.Null(Errand().Take(Reply(shown, 1_00)).Block);

    private static MidnightErrand Errand([CallerFilePath] string here = "")
    {
        var model = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../../../config/models")], [])["dlt645-2007-1p"];
        Meter meter = new() { Id = new("m1"), Address = BusProbe.FirstNumber, Model = model.Name, Plan = "home" };
        return new(new MeterToPoll(meter, model, new("home", [])).OnLine(new() { Kind = LineKind.Tcp, Text = "tcp://x:1" }, new()), Midnight, Shanghai);
    }

    private static ExchangeOutcome.Answered Reply(string shown, long hundredths) => ProfileErrandTests.ReplyOf(
        (shown, hundredths)) with
    { Evidence = new(new byte[] { 1 }, new byte[] { 2 }), ReadAt = DateTimeOffset.Parse("2026-11-22T01:20:15Z", CultureInfo.InvariantCulture) };
}
