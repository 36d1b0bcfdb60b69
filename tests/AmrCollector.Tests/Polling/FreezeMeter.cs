using System.Collections.Frozen;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using NodaTime;

namespace AmrCollector.Tests.Polling;

/// <summary>A meter that freezes daily, answered by hand: record n is the n-th newest of <see cref="Records"/>.</summary>
internal sealed class FreezeMeter
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly Item Total = new()
    {
        Obis = ObisCode.Parse("1-0:1.8.0"),
        Name = "forward active energy",
        Unit = Unit.KilowattHour,
        Decimals = 2,
        IsRegister = true,
        Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4),
    };

    private static readonly MeterModel Model = new()
    {
        Name = "test",
        Protocol = MeterProtocol.Dlt645V2007,
        Items = new Dictionary<ObisCode, Item> { [Total.Obis] = Total }.ToFrozenDictionary(),
        Groups = new Dictionary<string, IReadOnlyList<Question>>
        {
            ["current"] = [new Question.Dlt645(new DataId(0x00010000)) { Items = [Total] }],
        }.ToFrozenDictionary(),
        DailyFreezes = new(62, new DataId(0x05060000), [new(new DataId(0x05060100)) { Items = [Total] }]),
        Vectors = [],
    };

    internal static readonly Meter Meter = new() { Id = new("m1"), Address = "000000000001", Model = "test", Plan = "home" };

    internal static readonly Translation Translation = new(Shanghai);

    /// <summary>Date and register of each frozen record, newest first.</summary>
    internal List<(DateTime At, decimal Value)> Records { get; } = [];

    /// <summary>What was asked, in order.</summary>
    internal List<string> Asked { get; } = [];

    /// <summary>Runs just before the n-th question (from 1) is answered.</summary>
    internal Action<int>? Before { get; set; }

    internal static PolledMeter Polled(params PlanEntry[] entries) =>
        new MeterToPoll(Meter, Model, new("home", entries.Length > 0 ? entries : [new(new Timing.At(LocalTime.Midnight), ["dailyFreeze"])]))
            .OnLine(new() { Kind = AmrCollector.Lines.LineKind.Tcp, Text = "tcp://x:1" }, new PollOptions());

    internal static MeterToPoll ToPoll(params PlanEntry[] entries) => new(Meter, Model, new("home", entries));

    /// <summary>Plays an errand to its end; null when it stored nothing.</summary>
    internal ReadingBlock? Play(FreezeErrand errand)
    {
        while (errand.Next is Question.Dlt645 question)
        {
            Asked.Add(question.Id.ToString());
            Before?.Invoke(Asked.Count);
            var record = (int)(question.Id.Value & 0xFF);
            if (record > Records.Count)
            {
                errand.Refuse(new(Dlt645Error.NoSuchData, "no requested data"));
                continue;
            }

            var harvest = errand.Take(Answer(question.Items.Count == 0 ? TimeBytes(Records[record - 1].At) : ValueBytes(Records[record - 1].Value)));
            if (harvest.Block is { } block) return block;
        }

        return null;
    }

    private static byte[] TimeBytes(DateTime at) =>
        [.. new[] { at.Minute, at.Hour, at.Day, at.Month, at.Year % 100 }.Select(part => (byte)(((part / 10) << 4) | (part % 10)))];

    private static byte[] ValueBytes(decimal value)
    {
        var bytes = new byte[4];
        Bcd.Write((long)(value * 100), bytes);
        return bytes;
    }

    private static ExchangeOutcome.Answered Answer(byte[] data) =>
        new(data, "000000000001", new Evidence(new byte[] { 1 }, new byte[] { 2 }), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
