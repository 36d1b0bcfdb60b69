using AmrCollector.Metering;
using AmrCollector.Models;
using NodaTime;

namespace AmrCollector.Polling;

/// <summary>Turns answers into register sets and observations: values by the model, times by the site's zone; remembers each meter's clock offset.</summary>
internal sealed class Translation(DateTimeZone zone)
{
    /// <summary>Momentary offset of a meter's clock against ours, in seconds; positive when the meter is ahead.</summary>
    internal static readonly ObisCode ClockOffset = ObisCode.Parse("0-0:1.0.0");

    private static readonly TimeSpan LongestApart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AtMidnight = TimeSpan.FromSeconds(5);

    /// <summary>What was read now: registers hold for the moment the reply was complete.</summary>
    internal Harvest OfCurrent(PolledMeter meter, Question question, ExchangeOutcome.Answered answer)
    {
        List<RegisterValue> registers = [];
        List<Observation> observations = [];
        foreach (var value in Decode(question, answer.Data.Span, meter.Ratios))
        {
            if (value.Item.IsRegister) registers.Add(Register(value, meter.Meter.Clock));
            else if (value.Number is { } number) observations.Add(new(meter.Meter.Id, value.Item.Obis, answer.ReadAt, number, value.Item.Unit));
            else if (Offset(value, meter, answer) is { } offset)
            {
                meter.ClockOffset = offset;
                observations.Add(new(meter.Meter.Id, ClockOffset, answer.ReadAt, Math.Round((decimal)offset.TotalMilliseconds) / 1000m, Unit.Second));
            }
        }

        var block = registers.Count == 0 ? null : new ReadingBlock(meter.Meter, [new()
        {
            Meter = meter.Meter,
            Source = Source.Current,
            Instant = WholeSecond(answer.ReadAt),
            ReadAt = answer.ReadAt,
            MeterTime = answer.ReadAt + meter.ClockOffset,
            RepliedFrom = answer.RepliedFrom,
            Registers = registers,
            Evidence = answer.Evidence,
        }]);
        return new(block, observations);
    }

    /// <summary>One day's freeze: holds for the date the record carries. Null when the meter has none of the registers.</summary>
    internal RegisterSet? OfFreeze(
        PolledMeter meter, DateTime recordTime, ExchangeOutcome.Answered timeAnswer,
        IReadOnlyList<Question.Dlt645> asked, IReadOnlyList<ExchangeOutcome.Answered> answers) =>
        OfRecord(meter, Source.DailyFreeze, MeterTime.ToInstant(recordTime, meter.Meter.Clock, zone), [timeAnswer], asked, answers);

    /// <summary>A record of the meter's memory that holds for <paramref name="instant"/>, as <paramref name="proofs"/> show. Null when it has none of the registers.</summary>
    internal RegisterSet? OfRecord(
        PolledMeter meter, Source source, DateTimeOffset instant, IReadOnlyList<ExchangeOutcome.Answered> proofs,
        IReadOnlyList<Question.Dlt645> asked, IReadOnlyList<ExchangeOutcome.Answered> answers)
    {
        List<RegisterValue> registers = [];
        for (var i = 0; i < asked.Count; i++)
            foreach (var value in Decode(asked[i], answers[i].Data.Span, null))
                if (value.Item.IsRegister) registers.Add(Register(value, meter.Meter.Clock));

        if (registers.Count == 0) return null;
        return new()
        {
            Meter = meter.Meter,
            Source = source,
            Instant = instant,
            ReadAt = answers[^1].ReadAt,
            MeterTime = answers[^1].ReadAt + meter.ClockOffset,
            RepliedFrom = answers[^1].RepliedFrom,
            Registers = registers,
            Evidence = Join([.. proofs, .. answers]),
        };
    }

    private static IReadOnlyList<DecodedValue> Decode(Question question, ReadOnlySpan<byte> data, RatioMemory? ratios) => question switch
    {
        Question.Dlt645 dlt645 => ValueReader.Read(dlt645, data),
        Question.Modbus modbus => ValueReader.Read(modbus, data, ratios),
        Question.Cjt188 module => ValueReader.Read(module, data),
        _ => [],
    };

    /// <summary>Keys are whole seconds: what was read at 10:15:03.4 holds for 10:15:03.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static Evidence Join(IReadOnlyList<ExchangeOutcome.Answered> answers) => new(
        Concatenate(answers.Select(answer => answer.Evidence.Request)),
        Concatenate(answers.Select(answer => answer.Evidence.Reply)));

    private static byte[] Concatenate(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        List<byte> all = [];
        foreach (var part in parts) all.AddRange(part.Span);
        return [.. all];
    }

    private RegisterValue Register(DecodedValue value, MeterClock clock) => new()
    {
        Item = value.Item.Obis,
        Kind = value.Item.Kind,
        Value = value.Number,
        Unit = value.Item.Unit,
        Lsd = value.Lsd,
        Wrap = value.Wrap ?? value.Item.Wrap,
        Fault = value.Fault,
        OccurredAt = value.ClockTime is { } time ? MeterTime.ToInstant(time, clock, zone) : null,
    };

    /// <summary>
    /// Half the round trip taken off. DL/T 645 tells date and time of day apart: of a time of day whose date is not known the offset nearest to zero.
    /// </summary>
    private TimeSpan? Offset(DecodedValue value, PolledMeter meter, ExchangeOutcome.Answered answer)
    {
        var clock = meter.Meter.Clock;
        if (value.ClockTime is not { } shown) return null;
        var middle = answer.SentAt + ((answer.ReadAt - answer.SentAt) / 2);
        if (value.Item.Layout is Layout.Cjt188 { Type: Cjt188Type.Time }) return MeterTime.ToInstant(shown, clock, zone) - middle;
        if (value.Item.Layout is Layout.Dlt645 { Type: Dlt645Type.Date }) meter.ShownDate = (shown, middle);
        if (value.Item.Layout is not Layout.Dlt645 { Type: Dlt645Type.TimeOfDay }) return null;
        if (Whole(meter.ShownDate, shown.TimeOfDay, middle) is { } whole) return MeterTime.ToInstant(whole, clock, zone) - middle;
        var day = MeterTime.DateOf(middle, clock, zone).ToDateTimeUnspecified();
        var offset = MeterTime.ToInstant(day + shown.TimeOfDay, clock, zone) - middle;
        if (offset > TimeSpan.FromHours(12)) offset -= TimeSpan.FromDays(1);
        if (offset < TimeSpan.FromHours(-12)) offset += TimeSpan.FromDays(1);
        return offset;
    }

    /// <summary>A time of day on the date that was shown shortly before; null when there is none, or midnight is too near to tell on which side of it that was.</summary>
    private static DateTime? Whole((DateTime Date, DateTimeOffset At)? shown, TimeSpan ofDay, DateTimeOffset middle)
    {
        if (shown is not var (date, at) || middle < at || middle - at > LongestApart) return null;
        var into = ofDay - (middle - at); // how far into the day it was then
        return into > AtMidnight ? date + ofDay : into < -AtMidnight ? date.AddDays(1) + ofDay : null;
    }
}
