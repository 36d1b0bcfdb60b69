using System.Threading.Channels;
using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Polling;

/// <content>Readings in doubt, asked for again when they are due.</content>
public sealed partial class LinePoller
{
    private const int MostRereads = 1000;
    private static readonly string[] CurrentGroup = ["current"];

    private readonly Channel<Reread> _doubts = Channel.CreateBounded<Reread>(new BoundedChannelOptions(MostRereads) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly DateTimeZone _zone;
    private readonly PriorityQueue<Reread, TimeSpan> _rereads = new();

    /// <summary>Asks for a reading again; beyond 1,000 that wait it is left to the plans. Any thread, never waits.</summary>
    public void AskAgain(Reread reread) => _doubts.Writer.TryWrite(reread);

    private TimeSpan? NextReread => _rereads.TryPeek(out _, out var due) ? due : null;

    private void QueueRereads(DateTimeOffset now)
    {
        while (_rereads.Count < MostRereads && _doubts.Reader.TryRead(out var doubt)) _rereads.Enqueue(doubt, Uptime + doubt.After);
        while (_rereads.TryPeek(out var reread, out var due) && due <= Uptime)
        {
            _rereads.Dequeue();
            if (Array.Find(_meters, meter => meter.Meter.Id == reread.Meter) is { } meter && ErrandOf(meter, reread, now) is { } errand) _errands.Add(errand);
        }
    }

    private IErrand? ErrandOf(PolledMeter meter, Reread reread, DateTimeOffset now)
    {
        switch (reread.Source)
        {
            case Source.DailyFreeze when meter.FreezeDepth > 0:
                meter.AdvanceFreezes(now, _zone, _sink);
                return new FreezeErrand(meter, null, ErrandClass.Planned, [MeterTime.DateOf(reread.Instant, meter.Meter.Clock, _zone)], _translation);
            case Source.Current:
                GroupErrand group = new(meter, null, ErrandClass.Planned, meter.Questions(CurrentGroup), _translation);
                return group.Next is null ? null : group;
            default:
                return null;
        }
    }
}
