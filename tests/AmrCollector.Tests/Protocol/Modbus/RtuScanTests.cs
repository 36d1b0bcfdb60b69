using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

public sealed class RtuScanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_reaches_to_the_next_place_where_a_frame_may_stand_and_not_beyond(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            var heard = Heard(random);
            var scan = RtuFrame.ScanAny(heard);
            if (scan.Verdict != ScanVerdict.Noise) continue;
            Assert.InRange(scan.Length, 1, heard.Length - 1);
            for (var at = 1; at < scan.Length; at++)
                Assert.Equal(ScanVerdict.Noise, RtuFrame.ScanAny(heard.AsSpan(at)).Verdict);
            Assert.NotEqual(ScanVerdict.Noise, RtuFrame.ScanAny(heard.AsSpan(scan.Length)).Verdict);
        }
    }

    [Fact]
    public void Every_request_and_reply_is_found_behind_noise()
    {
        var random = new Random(4);
        Span<byte> frame = stackalloc byte[RtuFrame.MaxLength];
        foreach (var pdu in Pdus)
        {
            var bytes = Convert.FromHexString(pdu);
            var length = RtuFrame.Write(frame, 7, bytes);
            byte[] heard = [.. Enumerable.Repeat((byte)0xFF, random.Next(1, 600)), .. frame[..length], .. Enumerable.Repeat((byte)0xFF, 400)];

            var noise = RtuFrame.ScanAny(heard);
            var found = RtuFrame.ScanAny(heard.AsSpan(noise.Length));

            Assert.Equal((ScanVerdict.Frame, length), (found.Verdict, found.Length));
        }
    }

    [Fact]
    public void The_first_of_eight_bytes_have_the_checksum_they_have_one_by_one()
    {
        var random = new Random(5);
        var eight = new byte[8];
        for (var round = 0; round < 1000; round++)
        {
            random.NextBytes(eight);
            for (var length = 2; length <= eight.Length; length++)
                Assert.Equal(Crc16.Of(eight.AsSpan(0, length)), Crc16.OfFirst(BitConverter.ToUInt64(eight), length));
        }
    }

    // Of each function the request and the reply of the dossier (modbus.md §3), and an exception.
    private static readonly string[] Pdus =
    [
        "0100130013", "0103CD6B05", "0200C40016", "0203ACDB35", "03006B0003", "0306022B00000064", "0400080001", "0402000A", "0500ACFF00", "0600010003",
        "07", "076D", "080000A537", "0B", "0BFFFF0108", "0C", "0C08000001080121 2000".Replace(" ", "", StringComparison.Ordinal),
        "0F0013000A02CD01", "0F0013000A", "10000100020400 0A0102".Replace(" ", "", StringComparison.Ordinal), "1000010002", "11", "1103010203",
        "140E0600040001000206000300090002", "140C0506 0DFE0020 0506 33CD0040".Replace(" ", "", StringComparison.Ordinal), "150D0600040007000306AF04BE100D",
        "16000400F20025", "1700030006000E00030600FF00FF00FF", "170C00FE0ACD00010003000D00FF", "2B0E0100", "8302", "AB01",
    ];

    private static byte[] Heard(Random random)
    {
        var heard = new byte[random.Next(2) == 0 ? random.Next(4, 120) : random.Next(300, 900)];
        random.NextBytes(heard);
        if (random.Next(2) == 0) return heard;
        Span<byte> frame = stackalloc byte[RtuFrame.MaxLength];
        var length = RtuFrame.Write(frame, 9, [3, 4, 0, 1, 0, 2]);
        var at = random.Next(heard.Length);
        return [.. heard.AsSpan(0, at), .. frame[..length], .. heard.AsSpan(at)];
    }
}
