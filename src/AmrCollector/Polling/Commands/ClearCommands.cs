using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Clear demand, events or the whole meter (dossier §5.9-5.11, §15.1). Permission: clear.</summary>
public static class ClearCommands
{
    private const uint DemandRecord = 0x03300201, MeterRecord = 0x03300101, EventRecord = 0x03300301, MaximumDemand = 0x01010000, Total = 0x00010000;
    private const ushort LastClear97 = 0xB211, MaximumDemand97 = 0xA010;
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>Every event record there is.</summary>
    public static DataId AllEvents => new(uint.MaxValue);

    /// <summary>19H, in 1997 10H.</summary>
    /// <param name="target">The meter.</param>
    /// <param name="authority">What signs it; null only in 1997, where the standard asks for none.</param>
    public static Command Demand(CommandTarget target, Dlt645Authority? authority)
    {
        var address = target.Dlt645();
        return new()
        {
            Title = $"clear the maximum demand of {target.Address}",
            Permission = Permission.Clear,
            Steps = [new($"clear the maximum demand ({(target.Is1997 ? "10" : "19")})", Frames.Of(buffer => (target.Is1997, authority) switch
            {
                (true, null) => Dlt645Request97.ClearDemand(buffer, address),
                (true, { } signed) => Dlt645Request97.ClearDemand(buffer, address, signed),
                (false, { } signed) => Dlt645Request.ClearDemand(buffer, address, signed),
                _ => throw new ArgumentNullException(nameof(authority)),
            }))],
            Dialog = target.Dialog,
            ReadBack = target.Is1997 ? [target.Ask(MaximumDemand97), target.Ask(LastClear97)] : [target.Ask(MaximumDemand), target.Ask(DemandRecord)],
            Warnings = ["the maximum demand of this billing period is lost unless it was read"],
            Settling = TimeSpan.FromSeconds(1),
            Judge = (answers, wallClock) => Judged("maximum demand", Answer.Number(answers[0], 3), target.Is1997 ? null : answers[1], wallClock),
        };
    }

    /// <summary>1AH: energies, demands, freezes, events and load records. 2007 only.</summary>
    public static Command Meter(CommandTarget target, Dlt645Authority authority)
    {
        var address = target.V2007("meter clear");
        return new()
        {
            Title = $"clear all registers of {target.Address}",
            Permission = Permission.Clear,
            Steps = [new("clear the meter (1A)", Frames.Of(buffer => Dlt645Request.ClearMeter(buffer, address, authority)))],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(Total), target.Ask(MeterRecord)],
            Warnings = ["EVERY register starts at zero: consumption since the last reading is lost unless it was read", "billing needs a dated order for this"],
            Settling = TimeSpan.FromSeconds(2),
            Judge = (answers, wallClock) => Judged("total energy", Answer.Number(answers[0], 4), answers[1], wallClock),
        };
    }

    /// <summary>1BH: <see cref="AllEvents"/>, or one kind as DI3 DI2 DI1 FF. 2007 only.</summary>
    public static Command Events(CommandTarget target, Dlt645Authority authority, DataId events)
    {
        var address = target.V2007("event clear");
        return new()
        {
            Title = events == AllEvents ? $"clear all events of {target.Address}" : $"clear the events {events} of {target.Address}",
            Permission = Permission.Clear,
            Steps = [new($"clear events {events} (1B)", Frames.Of(buffer => Dlt645Request.ClearEvents(buffer, address, authority, events)))],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(EventRecord)],
            Warnings = ["what tells of tampering is lost unless it was read"],
            Settling = TimeSpan.FromSeconds(1),
            Judge = (answers, wallClock) => Judged("", null, answers[0], wallClock),
        };
    }

    private static Judgement Judged(string what, long? left, ExchangeOutcome? record, Func<DateTimeOffset, DateTime> wallClock)
    {
        var cleared = record is ExchangeOutcome.Answered answered && Answer.RecordTime(record) is { } time && (wallClock(answered.ReadAt) - time).Duration() <= Recent
            ? (DateTime?)time
            : null;
        if (cleared is { } at) return Judgement.Done($"the meter's record of it is of {Answer.Written(at)}");
        return left switch
        {
            0 => Judgement.Done($"the {what} reads 0"),
            { } => Judgement.NotDone($"the {what} does not read 0, and the meter has no record of it from now"),
            null => Judgement.CannotTell(record is null ? "accepted; the meter shows nothing of it" : $"accepted; {Answer.Why(record)}"),
        };
    }
}
