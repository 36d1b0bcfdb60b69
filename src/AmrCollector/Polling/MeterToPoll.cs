using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>A meter of a line with what its poller needs to know.</summary>
/// <param name="Meter">The archive's facts.</param>
/// <param name="Model">What it offers.</param>
/// <param name="Plan">What is wanted when.</param>
public sealed record MeterToPoll(Meter Meter, MeterModel Model, Plan Plan)
{
    internal PolledMeter OnLine(LineUri line, PollOptions options, bool alone = false, Dlt645ReplyMatcher? matcher = null)
    {
        var wantsFreezes = Model.DailyFreezes is not null && Plan.Entries.Any(entry => entry.Reads.Contains(ReadWord.DailyFreeze));
        return new(Meter, Model, Dialogs.For(Model.Protocol, Meter.Address, line, alone, matcher), Plan)
        {
            Price = LineCosts.Of(line, Meter.Gap ?? Model.Gap),
            FreezeDepth = wantsFreezes ? Math.Min(Model.DailyFreezes!.Depth, options.HistoryDays) : 0,
        };
    }
}
