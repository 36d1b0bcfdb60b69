using AmrCollector.Polling.Search;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling.Search;

public sealed class Dlt645SearchTests
{
    [Fact]
    public async Task An_empty_line_costs_two_probes() => Assert.Equal((0, 2), Count(await SearchAsync()));

    [Fact]
    public async Task A_lonely_meter_is_found_by_two_probes() => Assert.Equal((1, 2), Count(await SearchAsync(202611020007)));

    [Fact]
    public async Task Meters_with_consecutive_numbers_are_all_found_by_splitting_one_byte()
    {
        var (found, probes) = await SearchAsync([.. Enumerable.Range(0, 16).Select(i => 202611020005 + i)]);
        Assert.Equal(Enumerable.Range(5, 16).Select(n => $"2026110200{n:D2}"), found.Order());
        Assert.Equal(102, probes);
    }

    [Fact]
    public async Task Meters_that_share_their_last_digits_are_split_further()
    {
        var (found, probes) = await SearchAsync(42, 142);
        Assert.Equal(["000000000042", "000000000142"], found.Order());
        Assert.Equal(203, probes); // two at first, 100, the collision once more, 100
    }

    [Fact]
    public void Whatever_numbers_hang_on_a_line_all_are_found_and_no_other() =>
        Prop.ForAll(Gen.Choose(0, 99_999).ListOf(6).ToArbitrary(), numbers =>
        {
            var meters = numbers.Distinct().Select(number => (long)number).ToArray();
            var (found, _) = SearchAsync(meters).GetAwaiter().GetResult();
            return found.Order().SequenceEqual(meters.Select(number => number.ToString("D12")).Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_of_colliding_answers_are_noise_and_preamble_is_not()
    {
        var reply = Hex.Of("FE FE 68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16");
        Assert.True(Hearing.Of(reply).IsOne);
        Assert.True(Hearing.Of(Hex.Of("FE FE")).IsSilent);
        Assert.Equal(3, Hearing.Of([.. reply, 0x00, 0x10, 0x68]).Noise);
    }

    private static (int Found, int Probes) Count((List<string> Found, int Probes) search) => (search.Found.Count, search.Probes);

    private static async Task<(List<string> Found, int Probes)> SearchAsync(params long[] meters)
    {
        await using var line = new SharedBus(meters);
        var search = new Dlt645Search(new Probe(line, TimeProvider.System), TimeSpan.FromSeconds(1));
        List<string> found = [];
        await foreach (var meter in search.RunAsync(CancellationToken.None)) found.Add(meter.Address);
        return (found, search.Probes);
    }
}
