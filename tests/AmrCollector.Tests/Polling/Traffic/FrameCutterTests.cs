using AmrCollector.Models.Dictionary;
using AmrCollector.Polling.Traffic;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling.Traffic;

/// <summary>Bytes of a line, in any pieces, become frames and noise; every byte once and in order.</summary>
public sealed class FrameCutterTests
{
    private const string Ask = "68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16";
    private const string Reply = "68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16";
    private const string AskRtu = "01 04 00 48 00 02 F1 DD";
    private const string ReplyRtu = "01 04 04 43 66 80 00 6F DF";
    private const string Module = "FE FE FE 68 10 18 02 12 20 20 00 00 81 16 90 1F 00 00 02 00 00 2C 00 02 00 00 2C 00 00 00 00 00 00 00 00 FF 85 16";
    private const string Ascii = "3A 30 31 30 33 30 30 30 30 30 30 30 41 46 32 0D 0A";

    private static readonly byte[] Talk = Hex.Of($"{Ask} FE FE {Reply} 00 10 68 {AskRtu} {ReplyRtu} {Module} {Ascii}");

    [Fact]
    public void Both_sides_of_every_protocol_are_told_apart() => Assert.Equal(
        [
            (FrameProtocol.Dlt645V2007, Ask), (FrameProtocol.Dlt645V2007, $"FE FE {Reply}"), (null, "00 10 68"), (FrameProtocol.ModbusRtu, AskRtu),
            (FrameProtocol.ModbusRtu, ReplyRtu), (FrameProtocol.Cjt188, Module), (FrameCutter.Ascii, Ascii),
        ],
        Cut(Talk, [Talk.Length]).Select(frame => (frame.Protocol, Hex.Show(frame.Bytes))));

    [Fact]
    public void However_the_bytes_arrive_the_frames_are_the_same() =>
        Prop.ForAll(Gen.Choose(1, 40).ListOf(60).ToArbitrary(), sizes =>
        {
            var frames = Cut(Talk, sizes);
            return frames.SelectMany(frame => frame.Bytes).SequenceEqual(Talk) && frames.Count(frame => frame.Protocol is not null) == 6;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Noise_of_any_kind_comes_out_once_and_in_order() =>
        Prop.ForAll(Gen.Choose(0, 255).ListOf(200).ToArbitrary(), numbers =>
        {
            byte[] noise = [.. numbers.Select(number => (byte)number), .. Talk, .. numbers.Select(number => (byte)number)];
            return Cut(noise, [7, 1, 90]).SelectMany(frame => frame.Bytes).SequenceEqual(noise);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_never_becomes_a_frame_is_noise_after_a_silence()
    {
        FrameCutter cutter = new(isMbap: false);
        Assert.Empty(cutter.Add(Piece(0, "68 12 90")));
        Assert.Equal("68 12 90", Hex.Show(Assert.Single(cutter.Add(Piece(2_000_000_000, ""))).Bytes));
    }

    [Fact]
    public void The_other_direction_ends_what_was_begun()
    {
        FrameCutter cutter = new(isMbap: false);
        Assert.Empty(cutter.Add(Piece(0, "68 12 90")));
        var frames = cutter.Add(Piece(1000, Ask) with { IsSent = true });
        Assert.Equal([null, FrameProtocol.Dlt645V2007], frames.Select(frame => frame.Protocol));
        Assert.Equal([false, true], frames.Select(frame => frame.IsSent));
    }

    [Fact]
    public void A_frame_keeps_the_time_of_its_first_byte()
    {
        FrameCutter cutter = new(isMbap: false);
        Assert.Empty(cutter.Add(Piece(5, "68 12 90")));
        Assert.Equal(5, Assert.Single(cutter.Add(Piece(900, "78 56 34 12 68 11 04 33 33 34 33 68 16"))).Nanoseconds);
    }

    private static TrafficPiece Piece(long ns, string hex) => new(DateTimeOffset.UnixEpoch.AddTicks(ns / 100), ns, false, Hex.Of(hex));

    private static List<TrafficFrame> Cut(byte[] bytes, IEnumerable<int> pieces)
    {
        int[] sizes = [.. pieces];
        FrameCutter cutter = new(isMbap: false);
        List<TrafficFrame> frames = [];
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var size = Math.Min(sizes.Length == 0 ? bytes.Length : sizes[i % sizes.Length], bytes.Length - at);
            frames.AddRange(cutter.Add(new(DateTimeOffset.UnixEpoch, i, false, bytes.AsMemory(at, size))));
            at += size;
        }

        frames.AddRange(cutter.Flush());
        return Merge(frames);
    }

    // Noise may come out in several goes.
    private static List<TrafficFrame> Merge(List<TrafficFrame> frames)
    {
        List<TrafficFrame> merged = [];
        foreach (var frame in frames)
        {
            if (frame.Protocol is null && merged.Count > 0 && merged[^1].Protocol is null) merged[^1] = merged[^1] with { Bytes = [.. merged[^1].Bytes, .. frame.Bytes] };
            else merged.Add(frame);
        }

        return merged;
    }
}
