using System.Net;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>What a listener does after minutes.</summary>
public sealed class DialInTimeTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_unit_that_sends_no_heartbeat_is_cut_off_and_one_that_does_is_not()
    {
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options(heartbeats: "FE") with { Idle = TimeSpan.FromMinutes(5) }, ["AMR-000031", "AMR-000032"], _time);
        using var silent = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        using var alive = await CallingUnit.DialAsync(site.Address, "AMR-000032");
        await Eventually.HoldsAsync(() => site.Report.Present == 2, "both are there");
        var line = await site.OpenLineAsync("AMR-000032");
        for (var minute = 0; minute < 6; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await alive.SayAsync([0xFE]);
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        }

        Assert.True(await silent.IsCutAsync());
        Assert.True(line.IsOpen);
        Assert.Equal("the unit is gone: nothing came from it for 5m", site.Report.Absent.Single().Why);
    }

    [Fact]
    public async Task Units_that_never_came_are_told_in_one_line_and_their_coming_too()
    {
        var units = Enumerable.Range(1, 40).Select(n => $"AMR-{n:D6}").ToList();
        await using var site = await ListeningSite.StartAsync(units: units, time: _time);
        _time.Advance(TimeSpan.FromSeconds(70));
        await site.ToldAsync("! 40 units are not there, 0 of 40 are: AMR-000001, AMR-000002");
        _time.Advance(TimeSpan.FromMinutes(30));
        List<CallingUnit> callers = [];
        foreach (var unit in units) callers.Add(await CallingUnit.DialAsync(site.Address, unit));
        await Eventually.HoldsAsync(() => site.Report.Present == 40, "all are there");
        _time.Advance(TimeSpan.FromSeconds(10));
        await site.ToldAsync("+ 40 units came that were missed; 40 of 40 are there");
        callers[7].Dispose();
        await Eventually.HoldsAsync(() => site.Report.Present == 39, "one left");
        _time.Advance(TimeSpan.FromSeconds(70));
        await site.ToldAsync("! unit AMR-000008 of line line-AMR-000008 is not there: the unit is gone: it closed the connection");
        Assert.Equal(4, site.Told.Count); // with that it listens
        callers.ForEach(caller => caller.Dispose());
    }

    [Fact]
    public void A_flood_of_notices_is_twenty_lines_a_minute_and_a_count()
    {
        List<string> told = [];
        NoticeBoard board = new(_time, notice => told.Add(notice.Sentence));
        for (var i = 0; i < 500; i++) board.Tell($"{i}", isGood: false, $"fault {i}");
        for (var i = 0; i < 500; i++) board.Tell("0", isGood: false, "fault 0");
        Assert.Equal(20, told.Count);
        _time.Advance(TimeSpan.FromSeconds(61));
        board.Tick();
        Assert.Equal("980 more refusals or repeats in the last minute were only counted", told[^1]);
        board.Tell("0", isGood: false, "fault 0");
        Assert.Equal(21, told.Count);
        _time.Advance(TimeSpan.FromMinutes(10));
        board.Tick();
        board.Tell("0", isGood: false, "a\r\nb");
        Assert.Equal("a??b", told[^1]);
    }

    [Fact]
    public void An_address_that_fails_often_is_shut_out_alone_and_let_in_again()
    {
        AddressQuota quota = new(_time);
        var (bad, other) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2"));
        for (var i = 0; i < AddressQuota.Most; i++) quota.Fail(bad);
        Assert.False(quota.Admits(bad, living: 0));
        Assert.True(quota.Admits(bad, living: 1)); // a mobile operator's address
        Assert.True(quota.Admits(other, living: 0));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(quota.Admits(bad, living: 0));
        for (var i = 0; i < 5_000; i++) quota.Fail(new IPAddress(i + 1L));
        for (var i = 0; i < AddressQuota.Most; i++) quota.Fail(IPAddress.Parse($"2001:db8::{i + 1:x}"));
        Assert.False(quota.Admits(IPAddress.Parse("2001:db8::ffff"), living: 0)); // one site
        Assert.True(quota.Admits(IPAddress.Parse("2001:db8:1::1"), living: 0));
    }

    [Fact]
    public void The_list_of_those_that_knock_is_bounded()
    {
        Knocks knocks = new(_time);
        for (var i = 0; i < 1_000; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            knocks.Add($"unit-{i}", IPAddress.Loopback);
        }

        Assert.Equal(1_000, knocks.Count);
        Assert.Equal(Knocks.Most, knocks.List().Count);
        Assert.Equal("unit-999", knocks.List()[0].Id);
    }
}
