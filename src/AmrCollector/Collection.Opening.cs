using AmrCollector.Events;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Storage;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <content>How it begins: a site of a hundred thousand meters must not keep its first reading waiting.</content>
public sealed partial class Collection
{
    private Task _prepared = Task.CompletedTask;

    /// <summary>Opens the ledger of <paramref name="setup"/> (created when there is none); nothing is polled yet.</summary>
    /// <exception cref="LedgerException">The ledger is in use, damaged, or of a newer version; nothing was touched.</exception>
    /// <exception cref="MasterDataException">The list changed ratio, digits, account or point of a meter without a dated order.</exception>
    public static Collection Open(CollectionSetup setup, PollOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var ledger = SqliteLedger.Open(setup.LedgerFolder, time);
        Collection? made = null;
        EventStore? events = null;
        FindingStore? findings = null;
        OperationLog? operations = null;
        OrderStore? orders = null;
        try
        {
            events = OpenEvents(setup, time, logs.CreateLogger<Collection>(), () => made?._clocks.Trust.IsTrusted ?? false);
            findings = FindingStore.Open(setup.DataFolder, time);
            operations = OperationLog.Open(setup.DataFolder, time);
            orders = OrderStore.Open(setup.LedgerFolder, time);
            var news = RefuseChangesWithoutOrder(setup, orders);
            made = new(setup, options, ledger, events, findings, operations, orders, time, logs);
            made._prepared = made.PrepareAsync(news);
            foreach (var line in setup.Lines) made._pollers[line.Name] = made.Poller(line);
            return made;
        }
        catch (Exception e)
        {
            if (made is not null)
            {
                made.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            else
            {
                orders?.Dispose();
                operations?.Dispose();
                findings?.Dispose();
                events?.Dispose();
                ledger.Dispose();
            }

            if (e is NewerFormatException) throw new LedgerException(LedgerFault.Newer, e.Message, e);
            throw;
        }
    }

    /// <summary>
    /// Ahead of the first question the list is accepted, and what is expected is registered: pollers ask what is open. Both write a row a meter at the first
    /// start of all; they go on side by side, and beside the rest of the start.
    /// </summary>
    private Task PrepareAsync(IReadOnlyList<(MeterId Meter, MasterRecord Record)> news)
    {
        var setup = _setup;
        return Task.WhenAll(
            Task.Run(() => Accept(setup, news, Orders)),
            Task.Run(() => Guarded(() => _gaps.Expect(Expected(setup)))));
    }
}
