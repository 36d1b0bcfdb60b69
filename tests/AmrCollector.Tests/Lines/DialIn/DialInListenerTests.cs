using System.Text;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

public sealed class DialInListenerTests
{
    private static readonly byte[] Question = Hex.Of("68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16");
    private static readonly byte[] Reply = Hex.Of("68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16");

    [Fact]
    public async Task A_line_waits_for_its_unit_and_is_open_once_it_came()
    {
        await using var site = await ListeningSite.StartAsync();
        await using var line = site.Line();
        var away = await Assert.ThrowsAsync<LineUnavailableException>(async () => await line.OpenAsync(default));
        Assert.Contains("has not dialled in", away.Message, StringComparison.Ordinal);
        var arrival = line.WhenReachable(default)!;
        Assert.False(arrival.IsCompleted);
        using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await arrival.WaitAsync(TimeSpan.FromSeconds(20));
        await line.OpenAsync(default);
        Assert.True(line.IsOpen);
        Assert.Equal((1, 0), (site.Report.Present, site.Report.NeverCame));
    }

    [Fact]
    public async Task A_packet_in_two_pieces_with_the_reply_glued_to_its_repeat_is_read()
    {
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options(heartbeats: "48 42"));
        using var unit = await CallingUnit.DialAsync(site.Address, "HBAMR-0");
        await unit.SayAsync(Encoding.ASCII.GetBytes("00031\r\n"));
        await using var line = await site.OpenLineAsync();
        await line.DrainAsync(default);
        await line.SendAsync(Question, default);
        Assert.Equal(Question, await unit.HearAsync(Question.Length));
        await unit.SayAsync([.. "HB"u8, .. "AMR-000031\r\n"u8, .. Reply]);
        Assert.Equal(Hex.Show(Reply), Hex.Show(await HearAsync(line, Reply.Length)));
    }

    [Fact]
    public async Task A_unit_that_leaves_is_a_loss_and_its_line_waits_for_the_next()
    {
        await using var site = await ListeningSite.StartAsync();
        var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        unit.Dispose();
        await Eventually.HoldsAsync(() => !line.IsOpen, "the line is lost");
        await Assert.ThrowsAsync<LineLostException>(async () => await line.SendAsync(Question, default));
        Assert.Contains("closed the connection", site.Report.Absent.Single().Why, StringComparison.Ordinal);
        using var next = await CallingUnit.DialAsync(site.Address, "AMR-000031", from: "127.0.0.2");
        await line.WhenReachable(default)!.WaitAsync(TimeSpan.FromSeconds(20));
        await line.OpenAsync(default);
        Assert.True(line.IsOpen);
    }

    [Fact]
    public async Task A_unit_that_comes_from_elsewhere_takes_over_when_it_has_proved_itself()
    {
        await using var site = await ListeningSite.StartAsync();
        using var old = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        Assert.Null(line.Claim);
        using var next = await CallingUnit.DialAsync(site.Address, "AMR-000031", from: "127.0.0.2");
        await Eventually.HoldsAsync(() => line.Claim is not null, "the newer connection claims the line");
        var claim = line.Claim!;
        Assert.Same(claim, line.Claim);
        await claim.Line.SendAsync(Question, default);
        Assert.Equal(Question, await next.HearAsync(Question.Length));
        await next.SayAsync(Reply);
        Assert.Equal(Hex.Show(Reply), Hex.Show(await HearAsync(claim.Line, Reply.Length)));
        claim.Accept();
        Assert.True(await old.IsCutAsync());
        Assert.True(line.IsOpen);
        Assert.Null(line.Claim);
        await line.SendAsync(Question, default);
        Assert.Equal(Question, await next.HearAsync(Question.Length));
        Assert.Equal((1, 1L), (site.Report.Present, site.Report.Moved));
        await site.ToldAsync("+ unit AMR-000031 of line line-AMR-000031 dialled in again from 127.0.0.2");
    }

    [Fact]
    public async Task An_impostor_is_dropped_and_told_once_and_the_old_connection_goes_on()
    {
        await using var site = await ListeningSite.StartAsync();
        using var old = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        using var impostor = await CallingUnit.DialAsync(site.Address, "AMR-000031", from: "127.0.0.2");
        await Eventually.HoldsAsync(() => line.Claim is not null, "it claims the line");
        line.Claim!.Reject("no meter of the line answered there");
        Assert.True(await impostor.IsCutAsync());
        for (var i = 0; i < 5; i++)
        {
            using var again = await CallingUnit.DialAsync(site.Address, "AMR-000031", from: "127.0.0.2");
            Assert.True(await again.IsCutAsync()); // its pause is not over
        }

        await line.SendAsync(Question, default);
        Assert.Equal(Question, await old.HearAsync(Question.Length));
        Assert.Equal(("AMR-000031", "127.0.0.2", 6L), (site.Report.Duplicates.Single().Id, site.Report.Duplicates.Single().Address, site.Report.Duplicates.Single().Count));
        Assert.Equal(6, site.Report.Refused[DialInRefusal.Unproved]);
        Assert.Single(site.Told, told => told.Contains("which is connected from elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_claimant_becomes_the_unit_when_the_old_connection_ends()
    {
        await using var site = await ListeningSite.StartAsync();
        var old = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        using var next = await CallingUnit.DialAsync(site.Address, "AMR-000031", from: "127.0.0.2");
        await Eventually.HoldsAsync(() => line.Claim is not null, "it claims the line");
        old.Dispose();
        await Eventually.HoldsAsync(() => !line.IsOpen, "the old one is gone");
        await line.WhenReachable(default)!.WaitAsync(TimeSpan.FromSeconds(20));
        await line.OpenAsync(default);
        await line.SendAsync(Question, default);
        Assert.Equal(Question, await next.HearAsync(Question.Length));
    }

    [Fact]
    public async Task A_unit_no_line_is_configured_for_is_counted_listed_and_told_once()
    {
        await using var site = await ListeningSite.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000099");
            Assert.True(await unit.IsCutAsync());
        }

        var unknown = site.Report.Unknown.Single();
        Assert.Equal(("AMR-000099", "127.0.0.1", 30L), (unknown.Id, unknown.Address, unknown.Count));
        Assert.Single(site.Told, told => told.Contains("AMR-000099", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_packet_and_silence_are_ended_at_the_deadline_and_told()
    {
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options() with { RegisterWithin = TimeSpan.FromMilliseconds(300) });
        using var half = await CallingUnit.DialAsync(site.Address, "AMR-00");
        using var silent = await CallingUnit.DialAsync(site.Address, from: "127.0.0.2");
        Assert.True(await half.IsCutAsync());
        Assert.True(await silent.IsCutAsync());
        await site.ToldAsync("! 127.0.0.1 was refused: it did not register within 300ms; it had sent 6 bytes that are no registration packet, first 414D522D3030");
        await site.ToldAsync("! 127.0.0.2 was refused: it did not register within 300ms; it had sent nothing");
    }

    [Fact]
    public async Task Bytes_without_end_are_ended_before_and_after_registration_and_nobody_else_suffers()
    {
        await using var site = await ListeningSite.StartAsync(units: ["AMR-000031", "AMR-000032"]);
        using var good = await CallingUnit.DialAsync(site.Address, "AMR-000032");
        await using var line = await site.OpenLineAsync("AMR-000032");
        using var stranger = await CallingUnit.DialAsync(site.Address, from: "127.0.0.3");
        Assert.True(await FloodAsync(stranger));
        await site.ToldAsync("127.0.0.3 was refused: it sent");
        using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var flooded = await site.OpenLineAsync();
        Assert.True(await FloodAsync(unit));
        await Eventually.HoldsAsync(() => !flooded.IsOpen, "the flooding unit is cut off");
        await Eventually.HoldsAsync(() => site.Report.Absent is [var absent] && absent.Why.Contains("without end", StringComparison.Ordinal), "it is told why");
        await line.SendAsync(Question, default);
        Assert.Equal(Question, await good.HearAsync(Question.Length));
    }

    [Fact]
    public async Task Whoever_is_in_no_allowed_network_is_turned_away_and_told_once()
    {
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options() with { Allow = [System.Net.IPNetwork.Parse("127.0.0.1/32")] });
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(async () =>
            {
                using var stranger = await CallingUnit.DialAsync(site.Address, from: "127.0.0.2"); // the reset may come this soon
                await stranger.HearAsync(1);
            });
        }

        using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        Assert.Equal(3, site.Report.Refused[DialInRefusal.NotAllowed]);
        Assert.Single(site.Told, told => told.Contains("no network of 'allow'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crowd_that_never_registers_gives_way_to_a_unit()
    {
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options() with { MostPending = 4 });
        List<CallingUnit> crowd = [];
        for (var i = 0; i < 8; i++) crowd.Add(await CallingUnit.DialAsync(site.Address, from: "127.0.0.2"));
        using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        Assert.True(line.IsOpen);
        crowd.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_tried_again()
    {
        ManualTime time = new();
        var taken = await ListeningSite.StartAsync();
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options() with { Listen = taken.Address }, time: time, waits: false);
        await site.ToldAsync("cannot be listened on");
        Assert.Contains("cannot be listened on", site.Report.Trouble, StringComparison.Ordinal);
        await taken.DisposeAsync();
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return site.Report.Trouble is null;
        }, "it listens");
    }

    private static async Task<bool> FloodAsync(CallingUnit unit)
    {
        var junk = new byte[8192];
        Array.Fill(junk, (byte)0x55);
        try
        {
            for (var i = 0; i < 4096; i++) await unit.SayAsync(junk);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }

    private static async Task<byte[]> HearAsync(ILine line, int count)
    {
        var (heard, buffer) = (new List<byte>(), new byte[512]);
        var deadline = TimeProvider.System.GetTimestamp() + (20 * TimeProvider.System.TimestampFrequency);
        while (heard.Count < count)
        {
            var read = await line.ReceiveAsync(buffer, deadline, default);
            Assert.NotEqual(0, read);
            heard.AddRange(buffer[..read]);
        }

        return [.. heard];
    }
}
