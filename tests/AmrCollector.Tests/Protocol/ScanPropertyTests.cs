using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Protocol;

public sealed class ScanPropertyTests
{
    private static readonly Dlt645Address Meter = Dlt645Address.FromWire([0x01, 0, 0, 0, 0, 0]);

    private static readonly IReplyMatcher[] Matchers =
    [
        new Dlt645ReplyMatcher(Meter, Dlt645Function.Read, new(0x00010000)),
        new RtuReplyMatcher(new(1, ModbusTable.Holding, 0, 2)),
        new MbapReplyMatcher(new(1, ModbusTable.Holding, 0, 2), 7),
    ];

    // Bytes that begin something, much more often than chance would have it.
    private static readonly Arbitrary<byte[]> Hostile = Gen.OneOf(
        Gen.Elements<byte>(0x68, 0x16, 0xFE, 0x91, 0x00, 0x01, 0x03, 0x04, 0x07, 0x10, 0x83),
        Gen.Choose(0, 255).Select(value => (byte)value)).ArrayOf().ToArbitrary();

    [Fact]
    public void A_look_always_makes_progress_or_asks_for_more() => Prop.ForAll(Hostile, bytes => Matchers.All(matcher =>
    {
        var left = bytes.AsSpan();
        while (true)
        {
            var look = matcher.Look(left);
            if (look.Verdict == ReplyVerdict.NeedMore) return look.Length == 0;
            if (look.Length <= 0 || look.Length > left.Length) return false;
            left = left[look.Length..];
        }
    })).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(400));

    [Fact]
    public void A_request_scan_always_makes_progress_or_asks_for_more() => Prop.ForAll(Hostile, bytes =>
    {
        var left = bytes.AsSpan();
        while (true)
        {
            var found = RtuFrame.ScanRequest(left);
            if (found.Verdict == ScanVerdict.NeedMore) return true;
            if (found.Length <= 0 || found.Length > left.Length) return false;
            left = left[found.Length..];
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(400));

    [Fact]
    public void A_look_with_no_more_than_one_frame_of_buffer_asks_for_more_only_while_there_is_room() => Prop.ForAll(Hostile, bytes =>
        bytes.Length < Dlt645Frame.MaxLength || Matchers[0].Look(bytes).Verdict != ReplyVerdict.NeedMore)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithStartSize(Dlt645Frame.MaxLength).WithEndSize(600));

    [Fact]
    public void Looking_and_reading_allocate_nothing()
    {
        byte[][] received =
        [
            Wire.Of("FE FE FE FE 68 01 00 00 00 00 00 68 91 08 33 33 34 33 AB 89 67 45 17 16"),
            Wire.Of("68 00 68 01 00 00 00 00 00 68 91 08 33 33 34 33 AB 89 67 45 17 16"),
            Wire.Of("02 03 04 00 01 00 02 19 32 01 03 04 12 34 56 78 81 07"),
            Wire.Of("00 07 00 00 00 07 01 03 04 12 34 56 78"),
        ];
        for (var warm = 0; warm < 50; warm++) foreach (var bytes in received) LookThrough(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = 0;
        for (var round = 0; round < 1000; round++) foreach (var bytes in received) read += LookThrough(bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000, read);
    }

    private static int LookThrough(ReadOnlySpan<byte> bytes)
    {
        var ours = 0;
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        foreach (var matcher in Matchers)
        {
            var left = bytes;
            var look = matcher.Look(left);
            while (look.Verdict is not (ReplyVerdict.NeedMore or ReplyVerdict.Ours)) look = matcher.Look(left = left[look.Length..]);
            if (look.Verdict == ReplyVerdict.Ours) ours++;
            if (!Dlt645Frame.TryParse(left[..look.Length], out var frame)) continue;
            if (!Bcd.TryRead(plain[4..frame.CopyData(plain)], out var value) || value != 12345678) ours = -1000;
        }

        return ours;
    }
}
