using System.Collections.Concurrent;
using System.Globalization;
using AmrCollector.Events;
using AmrCollector.Metering;
using AmrCollector.Orders;

namespace AmrCollector;

/// <summary>
/// Orders that the collector itself enters: a meter of which three billing reads in a row had to be estimated is to be inspected. Noted while
/// judging, entered afterwards; the same one is entered once, whatever is judged again. Any thread.
/// </summary>
/// <param name="orders">The files.</param>
/// <param name="events">Who hears of it.</param>
internal sealed class InspectionOrders(OrderStore orders, IEventLog events)
{
    private const int MostWaiting = 10_000;
    private const string Collector = "collector";

    private readonly ConcurrentDictionary<(MeterId, DateTimeOffset), Meter> _waiting = [];

    /// <summary>The billing read of <paramref name="instant"/> was the last of its meter that may be estimated.</summary>
    internal void Note(Meter meter, DateTimeOffset instant)
    {
        if (_waiting.Count < MostWaiting) _waiting.TryAdd((meter.Id, instant), meter);
    }

    /// <summary>Enters what was noted.</summary>
    internal void Enter()
    {
        foreach (var ((meter, instant), listed) in _waiting.ToArray())
        {
            _waiting.TryRemove((meter, instant), out _);
            Order order = new()
            {
                Kind = OrderKind.Inspection,
                Meter = meter,
                At = instant,
                Reason = "three billing reads in a row were estimated",
            };
            if (OrderCheck.Same(order, orders.Book) is not null) continue;
            var filed = orders.Enter([order], Collector, string.Create(CultureInfo.InvariantCulture, $"inspection/{meter}/{instant.ToUnixTimeSeconds()}"), "")[0];
            events.Add(new()
            {
                Kind = "inspectionDue",
                Subject = meter.Value,
                Meter = meter,
                Line = listed.Line,
                Severity = EventSeverity.Alarm,
                Sentence = $"Meter {meter}: three billing reads in a row were estimated, the last of {instant.UtcDateTime:yyyy-MM-dd HH:mm}Z. It is not estimated any further; {filed.Id} orders its inspection.",
            });
        }
    }
}
