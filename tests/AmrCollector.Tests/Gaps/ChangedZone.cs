using NodaTime;
using NodaTime.TimeZones;

namespace AmrCollector.Tests.Gaps;

/// <summary>A zone whose rule is changed by law: +08:00 up to an instant, +09:00 from there.</summary>
internal sealed class ChangedZone(Instant change) : DateTimeZone("Test/Changed", isFixed: false, Offset.FromHours(8), Offset.FromHours(9))
{
    private readonly ZoneInterval _before = new("before", null, change, Offset.FromHours(8), Offset.Zero);
    private readonly ZoneInterval _after = new("after", change, null, Offset.FromHours(9), Offset.Zero);

    public override ZoneInterval GetZoneInterval(Instant instant) => instant < change ? _before : _after;
}
