using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Lines.Mqtt;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <content>What happens beside the readings.</content>
public sealed partial class Collection
{
    /// <summary>The MQTT brokers, for who publishes.</summary>
    public MqttBrokers Brokers => _brokers;

    /// <inheritdoc/>
    public void Tell(EventDraft happened) => Events.Add(happened);

    private void TellOfBroker(string broker, MqttNotice notice)
    {
        if (notice.IsGood) _logger.BrokerIsThere(broker, notice.Sentence);
        else _logger.BrokerIsAway(broker, notice.Sentence);
        Events.Add(notice.IsGood
            ? EventDraft.AllClear(EventKind.BrokerAway, broker, notice.Sentence)
            : EventDraft.Alarm(EventKind.BrokerAway, broker, EventSeverity.Alarm, notice.Sentence));
    }

    private static EventStore OpenEvents(CollectionSetup setup, TimeProvider time, ILogger logger)
    {
        try
        {
            return EventStore.Open(setup.DataFolder, new(), time, what => logger.EventNotStored(what));
        }
        catch (SqliteException e)
        {
            throw new LedgerException(LedgerFault.Unreachable, $"events.db in {setup.DataFolder} cannot be used: {e.Sentence()}.", e);
        }
    }
}
