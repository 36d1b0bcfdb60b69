using System.Globalization;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;
using AmrCollector.Protocol.Dlt645;
using NodaTime;

namespace AmrCollector.Tests.Polling.Profile;

/// <summary>Load records are booked to the time they carry; what the meter steps over it does not have.</summary>
public sealed class ProfileErrandTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset Begin = DateTimeOffset.Parse("2026-11-21T16:00:00Z");
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    [Fact]
    public void One_question_fetches_a_run_of_records_with_their_registers()
    {
        var errand = Errand(3);
        var question = Assert.IsType<Question.LoadRecords>(errand.Next);
        Assert.Equal(("06040001", 3, new DateTime(2026, 11, 22)), (question.Id.ToString(), question.Count, question.From));
        var harvest = errand.Take(ReplyOf(("22 00:00", 100_00), ("22 00:15", 100_25), ("22 00:30", 101_00)));
        Assert.Null(errand.Next);
        Assert.Null(harvest.Block);
        Assert.Equal([(Begin, 100.00m), (Begin + Quarter, 100.25m), (Begin + (2 * Quarter), 101.00m)], harvest.Observations.Where(one => one.Item == Total).Select(one => (one.At, one.Value)));
        Assert.Empty(errand.Missed);
        Assert.True(errand.HasProgress);
    }

    [Fact]
    public void A_record_the_meter_steps_over_is_missed_and_one_newer_than_all_it_gave_may_still_come()
    {
        var errand = Errand(4);
        errand.Take(ReplyOf(("22 00:00", 1_00), ("22 00:30", 2_00)));
        Assert.Equal([new Miss("profile", Begin + Quarter, MissReason.NoRecord)], errand.Missed);
    }

    [Fact]
    public void A_reply_with_the_records_of_another_day_books_nothing_and_misses_nothing()
    {
        var errand = Errand(3);
        Assert.Empty(errand.Take(ReplyOf(("20 00:00", 1_00), ("20 00:15", 2_00))).Observations);
        Assert.Empty(errand.Missed);
        Assert.False(errand.HasProgress);
    }

    [Fact]
    public void A_meter_without_any_record_since_then_has_lost_all_but_the_newest()
    {
        var errand = Errand(12);
        Assert.Empty(errand.Take(ReplyOf() with { ReadAt = Begin + (12 * Quarter) }).Observations);
        Assert.Equal(11, errand.Missed.Count);
        Assert.All(errand.Missed, miss => Assert.Equal(MissReason.NoRecord, miss.Why));
    }

    [Theory]
    [InlineData(Dlt645Error.NoSuchData, MissReason.NoRecord)]
    [InlineData(0x01, MissReason.Refused)]
    public void A_refusal_ends_it_with_the_reason(byte code, MissReason why)
    {
        var errand = Errand(2);
        errand.Refuse(new(code, "no"));
        Assert.Null(errand.Next);
        Assert.Equal([why, why], errand.Missed.Select(miss => miss.Why));
    }

    [Fact]
    public void Damaged_records_and_bytes_without_meaning_give_no_value_and_never_throw()
    {
        var (reply, chance) = (ReplyOf(("22 00:00", 1_00), ("22 00:15", 2_00), ("22 00:30", 3_00)).Data.ToArray(), new Random(11));
        for (var round = 0; round < 2000; round++)
        {
            var bytes = (byte[])reply.Clone();
            for (var i = chance.Next(1, 6); i > 0; i--) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            var values = Errand(3).Take(ReplyOf() with { Data = bytes.AsMemory(0, chance.Next(bytes.Length + 1)) }).Observations;
            Assert.All(values, value => Assert.InRange(value.At, Begin - Quarter, Begin + TimeSpan.FromDays(1)));
        }
    }

    private static ProfileErrand Errand(int slots)
    {
        var item = new Item { Obis = Total, Name = "", Unit = Unit.KilowattHour, Decimals = 2, IsRegister = true, Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4) };
        MeterModel model = new()
        {
            Name = "test",
            Protocol = MeterProtocol.Dlt645V2007,
            Items = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<ObisCode, Item> { [Total] = item }),
            Groups = System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<Question>>.Empty,
            Profile = new(4, 40),
            Vectors = [],
        };
        Plan plan = new("large", [new(new Timing.Every(Quarter), [ReadWord.Profile])]);
        var meter = new MeterToPoll(new() { Id = new("m1"), Address = "000000000001", Model = "test", Plan = "large" }, model, plan)
            .OnLine(new() { Kind = LineKind.Tcp, Text = "tcp://x:1" }, new PollOptions());
        Assert.Equal(Quarter, meter.ProfileStep);
        return new(meter, null, ErrandClass.Background, [.. Enumerable.Range(0, slots).Select(i => Begin + (i * Quarter))], Quarter, Shanghai);
    }

    internal static ExchangeOutcome.Answered ReplyOf(params (string Time, long Raw)[] records)
    {
        List<byte> data = [];
        foreach (var (time, raw) in records)
        {
            List<byte> record = [0xA0, 0xA0, 0];
            var minute = new byte[Dlt645Clock.MinuteLength];
            Dlt645Clock.WriteMinute(minute, DateTime.ParseExact($"2026-11-{time}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            record.AddRange(minute);
            record.AddRange([0xAA, 0xAA, 0xAA]);
            record.AddRange(Bcd(raw));
            for (var i = 0; i < 3; i++) record.AddRange(Bcd(0));
            record.AddRange([0xAA, 0xAA, 0xAA]);
            record[2] = (byte)(record.Count - 3);
            record.Add((byte)record.Sum(each => each));
            record.Add(0xE5);
            data.AddRange(record);
        }

        return new(data.ToArray(), "000000000001", Evidence.None, Begin + TimeSpan.FromHours(12), Begin + TimeSpan.FromHours(12));
    }

    private static byte[] Bcd(long raw)
    {
        var bytes = new byte[4];
        for (var i = 0; i < 4; i++, raw /= 100) bytes[i] = (byte)((raw / 10 % 10 << 4) | (raw % 10));
        return bytes;
    }
}
