using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>Meter 000000000001 is asked for 00010000; the frames are computed by the rules of the standard.</summary>
public sealed class ExchangeTests
{
    private const string Ask = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";
    private const string Reply = "68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16";

    [Fact]
    public async Task A_reply_behind_preamble_and_in_pieces_is_found_without_noise()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << FE FE FE FE 68 01 00 00
            << 00 00 00 68 91 08 33 33 34 33 78 56 34
            << 45 7E 16
            """);
        Assert.Equal((20, 0, 0), (heard.Length, heard.Noise, heard.Foreign));
    }

    [Fact]
    public async Task An_echo_is_set_aside_and_the_wait_goes_on()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << {Ask}
            << +200ms {Reply}
            """);
        Assert.Equal((20, 0, 1), (heard.Length, heard.Noise, heard.Foreign));
    }

    [Fact]
    public async Task A_late_reply_to_another_identifier_does_not_end_the_exchange()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << 68 01 00 00 00 00 00 68 91 08 33 34 34 33 78 56 34 45 7F 16
            << {Reply}
            """);
        Assert.Equal((20, 1), (heard.Length, heard.Foreign));
    }

    [Fact]
    public async Task Another_meters_reply_alone_is_silence()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << 68 02 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7F 16
            """);
        Assert.False(heard.IsReply);
        Assert.Equal(1, heard.Foreign);
    }

    [Fact]
    public async Task A_stray_start_byte_that_claims_a_long_frame_cannot_hide_a_good_one()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << 68 FF FF FF FF FF FF 68 91 C8 {Reply}
            """);
        Assert.Equal((20, 10), (heard.Length, heard.Noise));
    }

    [Fact]
    public async Task Half_a_frame_at_the_deadline_is_noise_and_silence()
    {
        var heard = await RunAsync($"""
            >> {Ask}
            << 68 01 00 00 00 00 00 68 91 08 33 33
            """);
        Assert.Equal((false, 12), (heard.IsReply, heard.Noise));
    }

    [Fact]
    public async Task A_line_that_babbles_ends_at_the_deadline()
    {
        var babble = string.Join('\n', Enumerable.Repeat("<< +10ms " + string.Join(' ', Enumerable.Repeat("55", 60)), 120));
        var heard = await RunAsync($">> {Ask}\n{babble}", allRead: false);
        Assert.False(heard.IsReply);
        Assert.InRange(heard.Noise, 5000, 6200);
    }

    [Fact]
    public async Task A_garbled_reply_of_full_length_is_over_when_its_wire_falls_silent()
    {
        var (heard, took) = await OnAWireAsync($"""
            >> {Ask}
            << FE FE FE FE 68 01 00 00 00 00 00 68 91 08 33
            << +30ms 33 34 33 79 56 34 45 7E 16
            << +60ms {Reply}
            """);
        Assert.Equal((false, 20), (heard.IsReply, heard.Noise));
        Assert.Equal(80, took.TotalMilliseconds);
    }

    [Fact]
    public async Task A_reply_right_behind_garbled_bytes_is_still_heard()
    {
        var (heard, _) = await OnAWireAsync($"""
            >> {Ask}
            << 68 01 00 00 00 00 00 68 91 08 33 33 34 33 79 56 34 45 7E 16
            << +40ms {Reply}
            """);
        Assert.Equal((20, 20), (heard.Length, heard.Noise));
    }

    [Fact]
    public async Task Neither_a_part_nor_foreign_frames_end_the_wait_on_a_wire()
    {
        var (heard, _) = await OnAWireAsync($"""
            >> {Ask}
            << {Ask}
            << 68 02 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7F 16
            << 68 01 00 00 00
            << +500ms {Reply}
            """);
        Assert.Equal((20, 2), (heard.Length, heard.Foreign));
    }

    private static async Task<(Heard Heard, TimeSpan Took)> OnAWireAsync(string transcript)
    {
        await using var line = new ScriptedLine(transcript);
        Assert.True(Dlt645Address.TryParse("1", out var address));
        var matcher = new Dlt645ReplyMatcher(address, Dlt645Function.Read, new DataId(0x00010000));
        var start = line.Time.GetTimestamp();
        var heard = await Exchange.RunAsync(
            line, Hex.Of(Ask), matcher, new byte[640], line.Time, TimeSpan.FromSeconds(1),
            WholeReply.On(TimeSpan.FromMilliseconds(1), 20), CancellationToken.None);
        return (heard, line.Time.GetElapsedTime(start));
    }

    private static async Task<Heard> RunAsync(string transcript, bool allRead = true)
    {
        await using var line = new ScriptedLine(transcript);
        Assert.True(Dlt645Address.TryParse("1", out var address));
        var matcher = new Dlt645ReplyMatcher(address, Dlt645Function.Read, new DataId(0x00010000));
        var heard = await Exchange.RunAsync(
            line, Hex.Of(Ask), matcher, new byte[640], line.Time, TimeSpan.FromSeconds(1), CancellationToken.None);
        if (allRead) Assert.Empty(line.Left);
        return heard;
    }
}
