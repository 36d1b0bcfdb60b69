using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Settlement;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Simulator;
using NodaTime;

namespace AmrCollector.Tests.Polling.Settlement;

/// <summary>Settlement registers carry no date: the meter's own calendar dates them, as far back as it is known to have held.</summary>
public sealed class SettlementErrandTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly MeterModel Model = ModelFiles.Load([Models()], [])["dlt645-2007-1p"];
    private readonly BusProbe _meter = BusProbe.Of("dlt645-2007-1p");
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, byte[]?> _instead = [];
    private Action<int>? _before;

    [Fact]
    public void Twelve_periods_are_booked_to_the_days_on_which_the_meter_closed_them()
    {
        var (errand, block) = Play(known: [], open: []);
        Assert.Equal(12, block!.Sets.Count);
        Assert.All(block.Sets, set => Assert.Equal(Source.Settlement, set.Source));
        Assert.Equal([.. Enumerable.Range(0, 12).Select(back => FirstOf(2026, 11, -back)).Reverse()], block.Sets.Select(set => set.Instant));
        Assert.Equal(Simulated(FirstOf(2026, 11)), block.Sets[^1].Registers[0].Value);
        Assert.Equal(Simulated(FirstOf(2025, 12)), block.Sets[0].Registers[0].Value);
        Assert.True(errand.IsComplete);
        Assert.Equal(FirstOf(2026, 12), errand.NextSettlement);
        Assert.Empty(errand.Missed);
    }

    [Fact]
    public void Only_what_is_not_stored_is_asked_and_nothing_when_nothing_is_missing()
    {
        var stored = Enumerable.Range(0, 12).Select(back => FirstOf(2026, 11, -back)).ToList();
        stored.Remove(FirstOf(2026, 9));
        var (_, block) = Play(stored, []);
        Assert.Equal([FirstOf(2026, 9)], block!.Sets.Select(set => set.Instant));
        Assert.Equal(["0001FF03"], _asked.Where(id => id.StartsWith("00", StringComparison.Ordinal)));

        stored.Add(FirstOf(2026, 9));
        Assert.Null(Play(stored, []).Block);
    }

    [Fact]
    public void A_period_that_is_closed_meanwhile_books_nothing()
    {
        _before = question =>
        {
            if (question == 9) _meter.Now = FirstOf(2026, 12).AddSeconds(5);
        };
        var (errand, block) = Play([], []);
        Assert.Null(block);
        Assert.False(errand.IsComplete);
        Assert.Empty(errand.Settled);
    }

    [Fact]
    public void Periods_from_before_the_settlement_days_were_changed_are_not_dated()
    {
        _instead["03300C01"] = [0x00, 0x30, 0x10, 0x20, 0x08, 0x26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // 2026-08-20 10:30:00
        var (errand, block) = Play([], [FirstOf(2026, 8), FirstOf(2026, 11)]);
        Assert.Equal([FirstOf(2026, 9), FirstOf(2026, 10), FirstOf(2026, 11)], block!.Sets.Select(set => set.Instant));
        Assert.Equal([new Miss("settlement", FirstOf(2026, 8), MissReason.NoRecord)], errand.Missed);
    }

    [Fact]
    public void Slots_on_days_on_which_the_meter_does_not_settle_and_older_ones_than_it_keeps_are_told_as_missing()
    {
        var (errand, _) = Play([], [FirstOf(2026, 11), FirstOf(2026, 11).AddDays(14), FirstOf(2025, 10)]);
        Assert.Equal(
            [new Miss("settlement", FirstOf(2025, 10), MissReason.OlderThanMemory), new Miss("settlement", FirstOf(2026, 11).AddDays(14), MissReason.NoRecord)],
            errand.Missed.OrderBy(miss => miss.Instant));
    }

    [Fact]
    public void Two_settlement_days_a_month_make_six_months_of_memory()
    {
        _instead["04000B02"] = [0x00, 0x15];
        var (_, block) = Play([], []);
        Assert.Equal(12, block!.Sets.Count);
        Assert.Equal([FirstOf(2026, 6).AddDays(0), FirstOf(2026, 6).AddDays(14)], block.Sets.Take(2).Select(set => set.Instant));
        Assert.Equal(FirstOf(2026, 11).AddDays(14), block.Sets[^1].Instant);
    }

    [Fact]
    public void Zeros_from_before_the_meter_was_set_up_are_no_records()
    {
        for (var record = 5; record <= 12; record++) _instead[$"0001FF{record:X2}"] = new byte[20];
        var (errand, block) = Play([], []);
        Assert.Equal(4, block!.Sets.Count);
        Assert.Equal(8, errand.Missed.Count);
    }

    [Fact]
    public void A_meter_that_tells_no_clock_is_not_dated()
    {
        _instead["04000101"] = null;
        var (errand, block) = Play([], [FirstOf(2026, 11)]);
        Assert.Null(block);
        Assert.False(errand.IsComplete);
        Assert.Empty(errand.Missed);
    }

    [Fact]
    public void Bytes_without_meaning_book_nothing_out_of_the_calendar_and_never_throw()
    {
        Random chance = new(5);
        for (var round = 0; round < 3000; round++)
        {
            var errand = Errand([], []);
            for (var step = 0; errand.Next is Question.Dlt645 && step < 60; step++)
            {
                var noise = new byte[chance.Next(0, 30)];
                chance.NextBytes(noise);
                var harvest = errand.Take(Answer(noise));
                if (harvest.Block is { } block) Assert.All(block.Sets, set => Assert.InRange(set.Instant.Year, 1998, 2100));
            }
        }
    }

    private (SettlementErrand Errand, ReadingBlock? Block) Play(IReadOnlyCollection<DateTimeOffset> known, IReadOnlyList<DateTimeOffset> open)
    {
        var errand = Errand(known, open);
        ReadingBlock? block = null;
        for (var number = 1; errand.Next is Question.Dlt645 question; number++)
        {
            _before?.Invoke(number);
            var id = question.Id.ToString();
            _asked.Add(id);
            if (_instead.TryGetValue(id, out var bytes))
            {
                if (bytes is null) errand.Refuse(new(Dlt645Error.NoSuchData, "no requested data"));
                else block ??= errand.Take(Answer(bytes)).Block;
                continue;
            }

            var (control, data) = _meter.Read(id);
            if (control == 0x91) block = errand.Take(Answer(data[4..])).Block ?? block;
            else errand.Refuse(new(data[0], "no requested data"));
        }

        return (errand, block);
    }

    private decimal? Simulated(DateTimeOffset at)
    {
        var registers = _meter.Meter.RegistersAt(at).Import.Total / 10;
        return registers / 100m;
    }

    private static SettlementErrand Errand(IReadOnlyCollection<DateTimeOffset> known, IReadOnlyList<DateTimeOffset> open)
    {
        Meter meter = new() { Id = new("m1"), Address = BusProbe.FirstNumber, Model = Model.Name, Plan = "home" };
        var polled = new MeterToPoll(meter, Model, new("home", [new(new Timing.At(new(0, 10)), [ReadWord.Settlement])])).OnLine(new() { Kind = LineKind.Tcp, Text = "tcp://x:1" }, new());
        return new(polled, null, ErrandClass.Billing, known, open, new(Shanghai), Shanghai);
    }

    private static DateTimeOffset FirstOf(int year, int month, int more = 0) =>
        Shanghai.AtStartOfDay(new LocalDate(year, month, 1).PlusMonths(more)).ToDateTimeOffset().ToUniversalTime();

    private static string Models([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../../config/models");

    private static ExchangeOutcome.Answered Answer(byte[] data) =>
        new(data, BusProbe.FirstNumber, new Evidence(new byte[] { 1 }, new byte[] { 2 }), new(2026, 11, 22, 1, 20, 15, TimeSpan.Zero), new(2026, 11, 22, 1, 20, 15, TimeSpan.Zero));
}
