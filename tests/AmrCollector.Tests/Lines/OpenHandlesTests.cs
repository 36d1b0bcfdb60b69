using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

public sealed class OpenHandlesTests
{
    private readonly ManualTime _time = new();
    private int? _open = 300;

    [Fact]
    public void Lines_leave_room_for_everything_else()
    {
        OpenHandles handles = new(() => _open, () => 300 + OpenHandles.Reserve + 2, _time);
        Assert.Null(handles.WhyNot());
        Assert.Null(handles.WhyNot());
        Assert.Equal("302 of 430 file handles are open, and the last 128 are not for lines: allow the service more (LimitNOFILE=, ulimit -n)", handles.WhyNot());
    }

    [Fact]
    public void What_was_closed_is_room_again_a_second_later()
    {
        OpenHandles handles = new(() => _open, () => 300 + OpenHandles.Reserve, _time);
        Assert.NotNull(handles.WhyNot());
        _open = 290;
        Assert.NotNull(handles.WhyNot());
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Null(handles.WhyNot());
    }

    [Fact]
    public void Where_nobody_limits_or_counts_there_is_room()
    {
        Assert.Null(new OpenHandles(() => 1_000_000, () => null, _time).WhyNot());
        Assert.Null(new OpenHandles(() => null, () => 10, _time).WhyNot());
    }
}
