using AmrCollector.Lines;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Lines;

public sealed class EchoFilterTests
{
    [Theory]
    [InlineData("68 11 16", "68 11 16 68 91 16", "68 91 16")]
    [InlineData("68 11 16", "68 11 16 68 11 16", "68 11 16")]
    [InlineData("68 11 16", "68 91 16", "68 91 16")]
    [InlineData("68 11 16", "00 68 11 16", "00 68 11 16")]
    [InlineData("", "68 11 16", "68 11 16")]
    public void Only_an_equal_echo_is_taken_out_and_only_once_at_every_cut(string sent, string heard, string left)
    {
        var bytes = Hex.Of(heard);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(left, Hex.Show(Through(Hex.Of(sent), [bytes[..cut], bytes[cut..]])));
    }

    [Fact]
    public void A_cut_off_echo_is_given_out_at_the_deadline()
    {
        EchoFilter echo = new();
        echo.Expect(Hex.Of("68 11 16"));
        var buffer = new byte[8];
        Hex.Of("68 11").CopyTo(buffer, 0);
        Assert.Equal(0, echo.Filter(buffer, 2));
        Assert.Equal(2, echo.Release(buffer));
        Assert.Equal(0, echo.Release(buffer));
    }

    [Fact]
    public void No_other_byte_is_lost_added_or_moved() =>
        Prop.ForAll<byte[], byte[][]>((sent, chunks) =>
        {
            var heard = chunks.SelectMany(chunk => chunk ?? []).ToArray();
            var expected = heard.AsSpan().StartsWith(sent) ? heard[sent.Length..] : heard;
            return Through(sent, chunks.Select(chunk => chunk ?? [])).AsSpan().SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    private static byte[] Through(byte[] sent, IEnumerable<byte[]> chunks)
    {
        EchoFilter echo = new();
        echo.Expect(sent);
        List<byte> left = [];
        var buffer = new byte[4096];
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(buffer, 0);
            left.AddRange(buffer[..echo.Filter(buffer, chunk.Length)]);
        }

        left.AddRange(buffer[..echo.Release(buffer)]);
        return [.. left];
    }
}
