using AmrCollector.Events;

namespace AmrCollector.Tests;

public sealed class DiskFillTests
{
    private const long Total = 100_000_000_000;

    [Theory]
    [InlineData(69, EventState.Cleared, EventState.Cleared)]
    [InlineData(70, EventState.Raised, EventState.Cleared)]
    [InlineData(89, EventState.Raised, EventState.Cleared)]
    [InlineData(90, EventState.Raised, EventState.Raised)]
    public void A_disk_warns_at_70_percent_and_alarms_at_90(int filled, EventState filling, EventState low)
    {
        var told = DiskFill.Tell("/data", Total / 100 * (100 - filled), Total);

        Assert.Equal([(EventKind.DiskFilling, filling), (EventKind.DiskLow, low)], told.Select(one => (one.Kind, one.State)));
    }

    [Fact]
    public void A_small_disk_with_less_than_a_gigabyte_left_alarms_however_full_it_is()
    {
        var told = DiskFill.Tell("/data", free: 900_000_000, total: 1_000_000_000);

        Assert.Equal([(EventKind.DiskFilling, EventState.Cleared), (EventKind.DiskLow, EventState.Raised)], told.Select(one => (one.Kind, one.State)));
    }
}
