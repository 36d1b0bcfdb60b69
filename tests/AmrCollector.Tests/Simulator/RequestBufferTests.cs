using AmrCollector.Simulator.Bus;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Simulator;

public class RequestBufferTests
{
    private const long Silence = 1000;

    private static readonly byte[] Dlt645 = Hex.Of("68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16");
    private static readonly byte[] Rtu = Hex.Of("01 04 00 48 00 02 F1 DD");
    private static readonly byte[] Mbap = Hex.Of("12 34 00 00 00 06 01 04 00 48 00 02");

    public static TheoryData<string> Forms => ["Dlt645", "Rtu", "Mbap"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_request_is_found_however_it_is_cut(string form)
    {
        var (buffer, request) = Make(form);
        for (var cut = 1; cut < request.Length; cut++)
        {
            buffer.Add(request.AsSpan(0, cut), 1);
            Assert.False(Take(buffer, out _));
            buffer.Add(request.AsSpan(cut), 2);
            Assert.True(Take(buffer, out var taken));
            Assert.Equal(request, taken);
        }
    }

    [Theory]
    [InlineData("Dlt645", "FE FE FE FE")]
    [InlineData("Dlt645", "68 00 68 AA 68")]
    [InlineData("Dlt645", "68 12 90 78 56 34 12 68 11 FF")]
    [InlineData("Rtu", "00 FF 01 04 00")]
    [InlineData("Rtu", "01 03 04 43 66 80 00 EF E6")]
    public void A_request_is_found_behind_noise(string form, string noise)
    {
        var (buffer, request) = Make(form);
        buffer.Add([.. Hex.Of(noise), .. request, .. request], 1);
        Assert.True(Take(buffer, out var taken));
        Assert.Equal(request, taken);
        Assert.True(Take(buffer, out _));
        Assert.False(Take(buffer, out _));
    }

    [Fact]
    public void Half_a_frame_is_forgotten_after_a_silence()
    {
        var (buffer, request) = Make("Rtu");
        buffer.Add(request.AsSpan(0, 5), 0);
        buffer.Add(request.AsSpan(5), Silence + 1);
        Assert.False(Take(buffer, out _));
        buffer.Add(request, (3 * Silence) + 1);
        Assert.True(Take(buffer, out _));
    }

    [Fact]
    public void A_header_that_is_not_mbap_breaks_the_connection()
    {
        var (buffer, _) = Make("Mbap");
        buffer.Add(Hex.Of("12 34 00 01 00 06"), 0);
        Assert.False(Take(buffer, out _));
        Assert.True(buffer.IsBroken);
        buffer.Clear();
        buffer.Add(Mbap, 0);
        Assert.True(Take(buffer, out _));
    }

    [Fact]
    public void No_bytes_at_all_make_it_throw_or_grow()
    {
        Prop.ForAll<byte[]>(noise =>
        {
            foreach (var form in (string[])["Dlt645", "Rtu", "Mbap"])
            {
                var (buffer, request) = Make(form);
                for (var i = 0; i < 40; i++)
                {
                    buffer.Add(noise, 0);
                    while (Take(buffer, out _)) continue;
                }

                buffer.Add(request, 0);
                Take(buffer, out _);
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static (RequestBuffer Buffer, byte[] Request) Make(string form) => form switch
    {
        "Dlt645" => (new(hears645: true, hearsModbus: true, isMbap: false, Silence), Dlt645),
        "Rtu" => (new(hears645: true, hearsModbus: true, isMbap: false, Silence), Rtu),
        _ => (new(hears645: false, hearsModbus: true, isMbap: true, Silence), Mbap),
    };

    private static bool Take(RequestBuffer buffer, out byte[] taken)
    {
        var request = new byte[RequestBuffer.Capacity];
        var found = buffer.TryTake(request, out var length, out _);
        taken = request[..length];
        return found;
    }
}
