using AmrCollector.Polling.Traffic;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Traffic;

public sealed class CaptureBufferTests
{
    // Password 123456 of level 04 in a write of the time; the secret's wire bytes are 89 67 45.
    private const string Write = "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16";

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(27)]
    public void A_password_that_somebody_sends_is_never_kept_however_it_arrives(int size)
    {
        var kept = Kept(Hex.Of(Write), size);
        Assert.Equal(27, kept.Sum(piece => piece.Bytes.Length));
        var bytes = kept.SelectMany(piece => piece.Bytes.ToArray()).ToArray();
        Assert.DoesNotContain("89 67 45", Hex.Show(bytes), StringComparison.Ordinal);
        Assert.True(Dlt645Frame.TryParse(bytes, out _));
    }

    [Fact]
    public void Nor_is_one_in_a_damaged_frame()
    {
        var damaged = Hex.Of(Write);
        damaged[^2] ^= 1;
        Assert.DoesNotContain("89 67 45", Hex.Show([.. Kept(damaged, 9).SelectMany(piece => piece.Bytes.ToArray())]), StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_keep_their_bounds_and_times()
    {
        var reply = Hex.Of("FE FE 68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16");
        var kept = Kept(reply, 6);
        Assert.Equal([6, 6, 6, 4], kept.Select(piece => piece.Bytes.Length));
        Assert.Equal([0L, 1, 2, 3], kept.Select(piece => piece.Nanoseconds));
        Assert.Equal(Hex.Show(reply), Hex.Show([.. kept.SelectMany(piece => piece.Bytes.ToArray())]));
    }

    [Fact]
    public void A_line_of_a_capture_reads_back_as_it_was_written()
    {
        TrafficPiece piece = new(new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.Zero).AddTicks(1234567), 42, true, Hex.Of("68 16"));
        var text = CaptureText.Line(piece);
        Assert.Equal("""{"at":"2026-11-21T16:00:00.1234567Z","ns":42,"dir":"sent","bytes":"6816"}""", text);
        Assert.True(CaptureText.TryRead(text, out var back, out _));
        Assert.Equal(text, CaptureText.Line(back));
    }

    [Theory]
    [InlineData("""{"dropped":3}""", false)]
    [InlineData("nonsense", true)]
    [InlineData("""{"bytes":"zz"}""", true)]
    [InlineData("""[1,2]""", true)]
    [InlineData("""{"at":"2026-11-21T16:00:00Z","ns":1,"dir":"lost","bytes":""}""", true)]
    public void A_line_that_is_no_piece_is_passed_over_or_says_why(string text, bool isFault)
    {
        Assert.False(CaptureText.TryRead(text, out _, out var why));
        Assert.Equal(isFault, why is not null);
    }

    private static List<TrafficPiece> Kept(byte[] bytes, int size)
    {
        CaptureBuffer buffer = new(isMbap: false);
        List<TrafficPiece> kept = [];
        for (var at = 0; at < bytes.Length; at += size)
            kept.AddRange(buffer.Add(new(DateTimeOffset.UnixEpoch, at / size, false, bytes.AsMemory(at, Math.Min(size, bytes.Length - at)))));
        kept.AddRange(buffer.Flush());
        return kept;
    }
}
