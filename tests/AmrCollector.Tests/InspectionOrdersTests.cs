using AmrCollector.Events;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests;

/// <summary>Three billing reads in a row were estimated: the collector orders an inspection, once, and tells of it.</summary>
public sealed class InspectionOrdersTests : IDisposable
{
    private static readonly Meter Meter = new() { Id = new("000012345601"), Line = "riser" };
    private static readonly DateTimeOffset Third = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-inspect-").FullName;
    private readonly ManualTime _time = new(Third.AddDays(4));
    private readonly ToldEvents _events = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_noted_is_ordered_once_however_often_it_is_judged()
    {
        using var orders = OrderStore.Open(_folder, _time);
        InspectionOrders inspections = new(orders, _events);
        inspections.Note(Meter, Third);
        inspections.Note(Meter, Third); // the batch was judged twice
        inspections.Enter();
        inspections.Note(Meter, Third);
        inspections.Enter();
        var filed = Assert.Single(orders.List());
        Assert.Equal((OrderKind.Inspection, Meter.Id, Third, "collector"), (filed.Order.Kind, filed.Order.Meter, filed.Order.At, filed.EnteredBy));
        var told = Assert.Single(_events.Told);
        Assert.Equal(("inspectionDue", EventSeverity.Alarm, "riser"), (told.Kind, told.Severity, told.Line));
        Assert.Contains($"three billing reads in a row were estimated, the last of 2026-12-01 00:00Z. It is not estimated any further; {filed.Id}", told.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_ordered_once_also_after_a_restart_and_again_for_the_next_three()
    {
        using (var orders = OrderStore.Open(_folder, _time))
        {
            InspectionOrders first = new(orders, _events);
            first.Note(Meter, Third);
            first.Enter();
        }

        using var again = OrderStore.Open(_folder, _time);
        InspectionOrders second = new(again, _events);
        second.Note(Meter, Third);
        second.Note(Meter, Third.AddMonths(3));
        second.Enter();
        Assert.Equal([Third, Third.AddMonths(3)], again.List().Select(filed => filed.Order.At));
        Assert.Equal(2, _events.Told.Count);
    }

    [Fact]
    public void It_is_a_mere_record_and_changes_no_verdict() => Assert.True(new Order { Kind = OrderKind.Inspection, Meter = Meter.Id, At = Third }.IsRecordOnly);

    private sealed class ToldEvents : IEventLog
    {
        public List<EventDraft> Told { get; } = [];

        public void Add(EventDraft draft) => Told.Add(draft);
    }
}
