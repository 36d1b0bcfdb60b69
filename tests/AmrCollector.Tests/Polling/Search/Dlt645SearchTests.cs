using AmrCollector.Lines;
using AmrCollector.Polling.Search;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Search;

public sealed class Dlt645SearchTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_lonely_meter_is_found_by_two_probes()
    {
        var (found, probes) = await SearchAsync(202611020007, 1);
        Assert.Equal(["202611020007"], found);
        Assert.Equal(2, probes);
    }

    [Fact]
    public async Task Meters_with_consecutive_numbers_are_all_found_by_splitting_one_byte()
    {
        var (found, probes) = await SearchAsync(202611020005, 16);
        Assert.Equal(Enumerable.Range(5, 16).Select(n => $"2026110200{n:D2}"), found.Order());
        Assert.InRange(probes, 102, 110);
    }

    [Fact]
    public async Task Meters_that_share_their_last_digits_are_split_further()
    {
        var (found, probes) = await SearchAsync(42, 1, 142);
        Assert.Equal(["000000000042", "000000000142"], found.Order());
        Assert.InRange(probes, 203, 215);
    }

    [Fact]
    public void Bytes_of_colliding_answers_are_noise_and_preamble_is_not()
    {
        var reply = Hex.Of("FE FE 68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16");
        Assert.True(Hearing.Of(reply).IsOne);
        Assert.True(Hearing.Of(Hex.Of("FE FE")).IsSilent);
        Assert.Equal(3, Hearing.Of([.. reply, 0x00, 0x10, 0x68]).Noise);
    }

    private static async Task<(List<string> Found, int Probes)> SearchAsync(long first, int count, params long[] others)
    {
        await using var running = await RunningDistrict.StartAsync(
            new()
            {
                Name = "search",
                Lines =
                [
                    new()
                    {
                        Name = "line",
                        Wire = WireKind.Tcp,
                        TurnRound = TimeSpan.FromMilliseconds(1),
                        Groups =
                        [
                            new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = count, FirstNumber = first },
                            .. others.Select(number => new MeterGroup { Kind = MeterKind.All["dlt645-2007-1p"], FirstNumber = number }),
                        ],
                    },
                ],
            },
            TimeProvider.System);
        Assert.True(LineUri.TryParse(running.Lines[0].Uri, out var uri, out var why), why);
        await using var line = LineFactory.Create(uri, TimeProvider.System);
        await line.OpenAsync(CancellationToken.None);
        var search = new Dlt645Search(new Probe(line, TimeProvider.System), Window);
        List<string> found = [];
        await foreach (var meter in search.RunAsync(CancellationToken.None)) found.Add(meter.Address);
        return (found, search.Probes);
    }
}
