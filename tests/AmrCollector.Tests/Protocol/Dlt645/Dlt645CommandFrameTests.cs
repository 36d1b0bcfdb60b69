using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

/// <summary>
/// Worked frames of both editions, every control code: what is written, that the frame written names the reply that answers it, and
/// that no other does. Meter 123456789012 (2007), 000000012345 (1997).
/// </summary>
public sealed class Dlt645CommandFrameTests
{
    private const string Meter = "12 90 78 56 34 12";
    private static readonly Dlt645Address Own = Dlt645Address.FromWire(Wire.Of(Meter));
    private static readonly Dlt645Address Old = Dlt645Address.FromWire(Wire.Of("45 23 01 00 00 00"));
    private static readonly DateTime At = new(2026, 10, 7, 10, 15, 30, DateTimeKind.Unspecified);
    private static readonly DateTime Late = new(2099, 12, 31, 23, 59, 59, DateTimeKind.Unspecified);

    private delegate int Writer(Span<byte> destination);

    private static readonly (string What, string Request, string? Reply, Writer Write)[] All =
    [
        ("11", $"68 {Meter} 68 11 04 33 33 34 33 68 16", $"68 {Meter} 68 91 08 33 33 34 33 AB 89 67 45 CC 16", d => Dlt645Request.Read(d, Own, new(0x00010000))),
        ("11 refused", $"68 {Meter} 68 11 04 33 33 34 33 68 16", $"68 {Meter} 68 D1 01 35 8D 16", d => Dlt645Request.Read(d, Own, new(0x00010000))),
        ("11 tariffs", $"68 {Meter} 68 11 04 33 32 34 33 67 16", null, d => Dlt645Request.Read(d, Own, new(0x0001FF00))),
        ("11 days", $"68 {Meter} 68 11 04 32 33 34 33 67 16", null, d => Dlt645Request.Read(d, Own, new(0x000100FF))),
        ("11 record from", $"68 {Meter} 68 11 0A 34 33 33 39 34 48 43 3A 43 59 09 16", $"68 {Meter} 68 91 04 34 33 33 39 EE 16", d => Dlt645Request.ReadRecords(d, Own, new(0x06000001), 1, At)),
        ("11 record newest", $"68 {Meter} 68 11 05 35 33 33 39 34 A4 16", null, d => Dlt645Request.ReadRecords(d, Own, new(0x06000002), 1)),
        ("13", "68 AA AA AA AA AA AA 68 13 00 DF 16", $"68 {Meter} 68 93 06 45 C3 AB 89 67 45 07 16", Dlt645Request.ReadAddress),
        ("15", "68 AA AA AA AA AA AA 68 15 06 45 C3 AB 89 67 45 CF 16", $"68 {Meter} 68 95 00 1B 16", d => Dlt645Request.WriteAddress(d, Own)),
        ("14", $"68 {Meter} 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16", $"68 {Meter} 68 94 00 1A 16", d => Dlt645Request.Write(d, Own, new(0x04000102), new(0x04, 0x123456, 0), [0x30, 0x15, 0x10])),
        ("14 refused", $"68 {Meter} 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16", $"68 {Meter} 68 D4 01 37 92 16", d => Dlt645Request.Write(d, Own, new(0x04000102), new(0x04, 0x123456, 0), [0x30, 0x15, 0x10])),
        ("08", "68 99 99 99 99 99 99 68 08 06 63 48 43 3A 43 59 38 16", null, d => Dlt645Request.BroadcastTime(d, Dlt645Address.Broadcast, At)),
        ("08 as heard", "68 99 99 99 99 99 99 68 08 06 84 55 43 38 39 4A 4B 16", null, d => Dlt645Request.BroadcastTime(d, Dlt645Address.Broadcast, new(2017, 6, 5, 10, 22, 51, DateTimeKind.Unspecified))),
        ("16 broadcast", "68 99 99 99 99 99 99 68 16 04 CC CC CC CC B0 16", null, d => Dlt645Request.Freeze(d, Dlt645Address.Broadcast, FreezeMoment.Now)),
        ("16 daily", $"68 {Meter} 68 16 04 33 33 CC CC 9E 16", $"68 {Meter} 68 96 00 1C 16", d => Dlt645Request.Freeze(d, Own, FreezeMoment.Daily(0, 0))),
        ("17", $"68 {Meter} 68 17 01 53 F1 16", $"68 {Meter} 68 97 01 53 71 16", d => Dlt645Request.ChangeSpeed(d, Own, Word(9600, Dlt645Edition.V2007))),
        ("18", $"68 {Meter} 68 18 0C 36 3F 33 37 35 33 33 33 35 89 67 45 C1 16", $"68 {Meter} 68 98 04 35 89 67 45 8C 16", d => Dlt645Request.ChangePassword(d, Own, new(0x04000C03), new(2, 0, 0), new(2, 0x123456, 0))),
        ("19", $"68 {Meter} 68 19 08 37 33 33 33 33 33 33 33 43 16", $"68 {Meter} 68 99 00 1F 16", d => Dlt645Request.ClearDemand(d, Own, new(4, 0, 0))),
        ("1A", $"68 {Meter} 68 1A 08 35 33 33 33 33 33 33 33 42 16", $"68 {Meter} 68 9A 00 20 16", d => Dlt645Request.ClearMeter(d, Own, new(2, 0, 0))),
        ("1B", $"68 {Meter} 68 1B 0C 35 33 33 33 33 33 33 33 32 32 32 32 0F 16", $"68 {Meter} 68 9B 00 21 16", d => Dlt645Request.ClearEvents(d, Own, new(2, 0, 0), new(0xFFFFFFFF))),
        ("1B one kind", $"68 {Meter} 68 1B 0C 35 33 33 33 33 33 33 33 32 38 63 36 4A 16", null, d => Dlt645Request.ClearEvents(d, Own, new(2, 0, 0), new(0x033005FF))),
        ("1C", $"68 {Meter} 68 1C 10 35 33 33 33 33 33 33 33 4D 33 8C 8C 56 64 45 CC AF 16", $"68 {Meter} 68 9C 00 22 16", d => Dlt645Request.Control(d, Own, new(2, 0, 0), ControlAction.Trip, 0, Late)),
        ("1D", $"68 {Meter} 68 1D 01 33 D7 16", $"68 {Meter} 68 9D 01 33 57 16", d => Dlt645Request.Output(d, Own, OutputSignal.SecondPulse)),
        ("12", $"68 {Meter} 68 12 05 34 35 63 36 34 D3 16", $"68 {Meter} 68 92 06 34 35 63 36 33 34 87 16", d => Dlt645Request.ReadNext(d, Own, new(0x03300201), 1)),
        ("97 01", "68 45 23 01 00 00 00 68 01 02 43 C3 42 16", "68 45 23 01 00 00 00 68 81 06 43 C3 AB 89 67 45 A6 16", d => Dlt645Request97.Read(d, Old, 0x9010)),
        ("97 01 refused", "68 45 23 01 00 00 00 68 01 02 43 C3 42 16", "68 45 23 01 00 00 00 68 C1 01 35 30 16", d => Dlt645Request97.Read(d, Old, 0x9010)),
        ("97 04", "68 45 23 01 00 00 00 68 04 09 44 F3 33 33 33 33 63 48 43 37 16", "68 45 23 01 00 00 00 68 84 00 BD 16", d => Dlt645Request97.Write(d, Old, 0xC011, default, [0x30, 0x15, 0x10])),
        ("97 0C", "68 45 23 01 00 00 00 68 0C 01 43 89 16", null, d => Dlt645Request97.ChangeSpeed(d, Old, Word(2400, Dlt645Edition.V1997))),
        ("97 0F", "68 45 23 01 00 00 00 68 0F 08 33 33 33 33 33 89 67 45 84 16", null, d => Dlt645Request97.ChangePassword(d, Old, default, new(0, 0x123456, 0))),
        ("97 10", "68 45 23 01 00 00 00 68 10 00 49 16", null, d => Dlt645Request97.ClearDemand(d, Old)),
        ("03 refused", $"68 {Meter} 68 03 08 32 33 33 3A 33 33 33 33 00 16", $"68 {Meter} 68 C3 02 3B 33 B9 16", d => Dlt645Request.Security(d, Own, new(0x070000FF), 0, [])),
    ];

    public static TheoryData<string> Whats => [.. All.Select(each => each.What)];

    [Theory]
    [MemberData(nameof(Whats))]
    public void Is_written_as_the_standard_has_it_and_knows_its_answer(string what)
    {
        var (_, request, reply, write) = All.Single(each => each.What == what);
        var expected = Sealed(request);
        var buffer = new byte[Dlt645Frame.MaxLength];
        Assert.Equal(expected, buffer[..write(buffer)]);
        if (reply is null) return;
        Assert.Equal(Sealed(reply), Dlt645Request.TryMatcher([0xFE, 0xFE, .. expected])!.Run(Sealed(reply)).Reply);
    }

    [Fact]
    public void Each_reply_answers_its_own_request_only()
    {
        foreach (var asked in All)
        {
            if (Dlt645Request.TryMatcher(Sealed(asked.Request)) is not { } matcher) continue;
            Assert.Null(matcher.Run(Sealed(asked.Request)).Reply);
            // A refusal repeats no identifier: it answers any request of its function.
            foreach (var other in All.Where(other => other.Reply is not null && (Sealed(other.Reply)[8] & 0x40) == 0 && Sealed(other.Request)[8] != Sealed(asked.Request)[8]))
                Assert.True(matcher.Run(Sealed(other.Reply!)).Reply is null, $"{asked.What} took the reply of {other.What}");
        }
    }

    [Theory]
    [InlineData("a speed that was not asked", "17", "68 12 90 78 56 34 12 68 97 01 43 00 16")]
    [InlineData("another password", "18", "68 12 90 78 56 34 12 68 98 04 35 89 67 46 00 16")]
    [InlineData("another output", "1D", "68 12 90 78 56 34 12 68 9D 01 34 00 16")]
    [InlineData("a write with data", "14", "68 12 90 78 56 34 12 68 94 04 33 33 34 33 00 16")]
    [InlineData("a refusal of two bytes", "14", "68 12 90 78 56 34 12 68 D4 02 37 33 00 16")]
    [InlineData("the new address is another's", "15", "68 13 90 78 56 34 12 68 95 00 00 16")]
    [InlineData("an older record", "11 record from", "68 12 90 78 56 34 12 68 91 0C 34 33 33 39 D3 D3 4F 47 43 3A 43 59 00 16")]
    [InlineData("no record at all", "11 record from", "68 12 90 78 56 34 12 68 91 08 34 33 33 39 AB 89 67 45 00 16")]
    public void A_reply_that_says_something_else_is_foreign(string why, string what, string reply)
    {
        var matcher = Dlt645Request.TryMatcher(Sealed(All.Single(each => each.What == what).Request))!;
        Assert.True(matcher.Run(Sealed(reply)) is { Reply: null, Foreign: 1 }, why);
    }

    [Theory]
    [InlineData("9C 02 33 37", "1C")]
    [InlineData("DC 02 35 B3", "1C")]
    [InlineData("9C 00", "1C")]
    public void A_control_may_answer_with_a_result_word(string body, string what) =>
        Assert.NotNull(Dlt645Request.TryMatcher(Sealed(All.Single(each => each.What == what).Request))!.Run(Sealed($"68 {Meter} 68 {body} 00 16")).Reply);

    [Theory]
    [InlineData("68 12 90 78 56 34 12 68 91 0C 34 33 33 39 D3 D3 4F 48 43 3A 43 59 00 16", true)]
    [InlineData("68 12 90 78 56 34 12 68 91 0C 34 33 33 39 D3 D3 4F 33 44 3A 43 59 00 16", true)]
    [InlineData("68 12 90 78 56 34 12 68 91 0C 34 33 33 39 13 13 4F FF FF FF FF FF 00 16", true)]
    public void A_load_record_of_the_time_asked_or_later_or_a_damaged_one_answers(string reply, bool ours) =>
        Assert.Equal(ours, Dlt645Request.TryMatcher(Sealed(All.Single(each => each.What == "11 record from").Request))!.Run(Sealed(reply)).Reply is not null);

    [Theory]
    [InlineData("08", true, true)]
    [InlineData("16 broadcast", true, true)]
    [InlineData("11", false, false)]
    [InlineData("12", false, false)]
    [InlineData("13", false, false)]
    [InlineData("97 01", false, false)]
    [InlineData("97 04", true, false)]
    [InlineData("97 0C", true, false)]
    [InlineData("97 0F", true, false)]
    [InlineData("97 10", true, false)]
    [InlineData("14", true, false)]
    [InlineData("15", true, false)]
    [InlineData("17", true, false)]
    [InlineData("1C", true, false)]
    [InlineData("1D", true, false)]
    [InlineData("03 refused", true, false)]
    public void Its_kind_says_whether_it_changes_the_meter_and_is_answered(string what, bool changes, bool unanswered)
    {
        var request = Sealed(All.Single(each => each.What == what).Request);
        Assert.True(Dlt645Request.TryKind(request, out var changing, out var silent));
        Assert.Equal((changes, unanswered), (changing, silent));
        Assert.Equal(unanswered, Dlt645Request.TryMatcher(request) is null);
    }

    [Fact]
    public void Replies_and_rubbish_are_no_requests()
    {
        Assert.Null(Dlt645Request.TryMatcher(Wire.Of("68 12 90 78 56 34 12 68 94 00 1A 16")));
        Assert.Null(Dlt645Request.TryMatcher([]));
        Assert.Null(Dlt645Request.TryMatcher([0xFE, 0xFE]));
        Assert.False(Dlt645Request.TryKind(Wire.Of("01 03 00 00 00 02 C4 0B"), out _, out _));
    }

    [Fact]
    public void A_1997_meter_asked_at_99_answers_with_its_own_number()
    {
        var matcher = Dlt645Request.TryMatcher(Wire.Of("68 99 99 99 99 99 99 68 01 02 43 C3 6F 16"))!;
        Assert.NotNull(matcher.Run(Wire.Of("68 45 23 01 00 00 00 68 81 06 43 C3 AB 89 67 45 A6 16")).Reply);
        Assert.NotNull(matcher.Run(Sealed("68 AA AA AA AA AA AA 68 81 06 43 C3 AB 89 67 45 00 16")).Reply);
    }

    [Theory]
    [InlineData(600, 0x02, 0x04)]
    [InlineData(2400, 0x08, 0x10)]
    [InlineData(9600, 0x20, 0x40)]
    public void The_editions_count_speeds_differently(int baud, byte word2007, byte word1997)
    {
        Assert.Equal((word2007, word1997), (Word(baud, Dlt645Edition.V2007), Word(baud, Dlt645Edition.V1997)));
        Assert.True(SpeedWord.TryBaud(word1997, Dlt645Edition.V1997, out var read));
        Assert.Equal(baud, read);
        Assert.False(SpeedWord.TryBaud(0x03, Dlt645Edition.V2007, out _));
        Assert.False(SpeedWord.TryWord(115200, Dlt645Edition.V2007, out _));
    }

    /// <summary>The bytes with their checksum computed, so that a made-up frame need not carry one.</summary>
    internal static byte[] Sealed(string hex)
    {
        var bytes = Wire.Of(hex);
        bytes[^2] = (byte)bytes[..^2].Sum(b => b);
        return bytes;
    }

    private static byte Word(int baud, Dlt645Edition edition) => SpeedWord.TryWord(baud, edition, out var word) ? word : throw new ArgumentException("no such speed");
}
