using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <content>What happens beside the readings.</content>
public sealed partial class Collection
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);

    /// <summary>The MQTT brokers, for who publishes.</summary>
    public MqttBrokers Brokers => _brokers;

    /// <inheritdoc/>
    public void Tell(EventDraft happened) => Events.Add(happened);

    /// <summary>Tells of the ledger's and the disk's state as long as it collects: the writer itself is busy with trying again.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        Events.Add(new() { Kind = EventKind.Service, Sentence = $"collecting began: {_setup.Meters.Count} meters on {_setup.Lines.Count} lines" });
        while (!stopping.IsCancellationRequested)
        {
            Events.Add(_writer.Trouble is { } trouble
                ? EventDraft.Alarm(EventKind.LedgerTrouble, "", EventSeverity.Alarm, $"the ledger cannot be written: {trouble}")
                : EventDraft.AllClear(EventKind.LedgerTrouble, "", "the ledger is written again"));
            foreach (var told in TellOfDisk()) Events.Add(told);
            TellOfFreshness();

            await Task.Delay(WatchEvery, _time, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Events.Add(new() { Kind = EventKind.Service, Sentence = "collecting ended" });
    }

    private IReadOnlyList<EventDraft> TellOfDisk()
    {
        try
        {
            var (data, ledger) = (Disk(_setup.DataFolder), Disk(_setup.LedgerFolder));
            var told = data is null ? [] : DiskFill.Tell(_setup.DataFolder, data.AvailableFreeSpace, data.TotalSize);
            // The ledger may have a disk of its own, and that is the one that matters.
            var isOther = ledger is not null && (data is null || (ledger.TotalSize, ledger.DriveFormat) != (data.TotalSize, data.DriveFormat));
            return isOther ? [.. told, .. DiskFill.Tell(_setup.LedgerFolder, ledger!.AvailableFreeSpace, ledger.TotalSize)] : told;
        }
        catch (IOException)
        {
            return []; // the drive is away for the moment; the ledger's own alarm tells
        }
    }

    private void TellOfBroker(string broker, MqttNotice notice)
    {
        if (notice.IsGood) _logger.BrokerIsThere(broker, notice.Sentence);
        else _logger.BrokerIsAway(broker, notice.Sentence);
        Events.Add(notice.IsGood
            ? EventDraft.AllClear(EventKind.BrokerAway, broker, notice.Sentence)
            : EventDraft.Alarm(EventKind.BrokerAway, broker, EventSeverity.Alarm, notice.Sentence));
    }

    private void TellOfListener(string listener, DialInNotice notice)
    {
        if (notice.IsGood) _logger.ListenerIsWell(listener, notice.Sentence);
        else _logger.ListenerWarns(listener, notice.Sentence);
        Events.Add((notice.Topic, notice.IsGood) switch
        {
            (DialInTopic.Listening, false) => EventDraft.Alarm(EventKind.ListenerDown, listener, EventSeverity.Alarm, notice.Sentence),
            (DialInTopic.Listening, true) => EventDraft.AllClear(EventKind.ListenerDown, listener, notice.Sentence),
            (DialInTopic.Absence, false) => EventDraft.Alarm(EventKind.UnitsAway, listener, EventSeverity.Alarm, notice.Sentence),
            (DialInTopic.AllThere, _) => EventDraft.AllClear(EventKind.UnitsAway, listener, notice.Sentence),
            _ => new() { Kind = EventKind.DialIn, Subject = listener, Severity = notice.IsGood ? EventSeverity.Notice : EventSeverity.Warning, Sentence = notice.Sentence },
        });
    }

    private static EventStore OpenEvents(CollectionSetup setup, TimeProvider time, ILogger logger, Func<bool> isClockTrusted)
    {
        try
        {
            return EventStore.Open(setup.DataFolder, new(), time, what => logger.EventNotStored(what), isClockTrusted);
        }
        catch (SqliteException e)
        {
            throw new LedgerException(LedgerFault.Unreachable, $"events.db in {setup.DataFolder} cannot be used: {e.Sentence()}.", e);
        }
    }
}
