using AmrCollector.Polling.Search;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling.Search;

/// <summary>On a 2400-baud bus with a clock of its own: what is found, by how many probes, in how much line time.</summary>
public sealed class WildcardSearchTests
{
    private readonly List<SearchStage> _stages = [];

    [Fact]
    public async Task An_empty_line_costs_two_probes_and_takes_as_long_as_foretold()
    {
        var (found, probes, took) = await SearchAsync();
        Assert.Empty(found);
        Assert.Equal(2, probes);
        AssertForetold(took);
    }

    [Fact]
    public async Task A_lonely_meter_is_found_by_two_probes() => Assert.Equal(2, (await SearchAsync(202611020007)).Probes);

    [Fact]
    public async Task Sixteen_consecutive_numbers_are_found_in_less_than_60_s_of_line_time_and_as_foretold()
    {
        var (found, probes, took) = await SearchAsync([.. Enumerable.Range(0, 16).Select(i => 202611020005 + i)]);
        Assert.Equal(Enumerable.Range(5, 16).Select(n => $"2026110200{n:D2}"), found.Order());
        Assert.Equal(102, probes);
        Assert.InRange(took.TotalSeconds, 0, 60);
        AssertForetold(took);
    }

    [Fact]
    public async Task Sixteen_random_numbers_are_found_in_less_than_60_s_for_each_byte_split()
    {
        var random = new Random(20261121);
        long[] numbers = [.. Enumerable.Range(0, 16).Select(_ => random.NextInt64(1_000_000_000_000)).Append(777_777_777_712).Append(111_111_111_112)];
        var (found, _, took) = await SearchAsync(numbers);
        Assert.Equal(numbers.Select(number => number.ToString("D12")).Order(), found.Order());
        var splits = _stages.Count(stage => stage.Place > 0);
        Assert.InRange(splits, 2, 10);
        Assert.InRange(took.TotalSeconds / splits, 0, 60);
        AssertForetold(took);
    }

    [Fact]
    public async Task The_slowest_meters_the_standard_allows_are_found_too()
    {
        var meters = Enumerable.Range(0, 16).Select(i => (202611020005L + i, TimeSpan.FromMilliseconds(20 + (32 * i))));
        await using SharedBus line = new(meters);
        var (found, _, _) = await SearchAsync(line);
        Assert.Equal(16, found.Count);
    }

    [Fact]
    public async Task Answers_that_follow_one_another_without_touching_need_no_split()
    {
        await using SharedBus line = new([(42, TimeSpan.FromMilliseconds(20)), (142, TimeSpan.FromMilliseconds(300))]);
        var (found, probes, _) = await SearchAsync(line);
        Assert.Equal(["000000000042", "000000000142"], found.Order());
        Assert.Equal(2, probes);
    }

    [Fact]
    public async Task A_meter_that_adds_stray_bytes_to_every_reply_is_not_taken_for_a_collision()
    {
        await using SharedBus line = new([202611020007]) { Stray = true };
        var (found, probes, _) = await SearchAsync(line);
        Assert.Equal(["202611020007"], found);
        Assert.Equal(3, probes);
    }

    [Fact]
    public async Task Meters_that_share_their_last_digits_are_split_further()
    {
        var (found, probes, _) = await SearchAsync(42, 142);
        Assert.Equal(["000000000042", "000000000142"], found.Order());
        Assert.Equal(203, probes); // two at first, 100, the collision once more, 100
    }

    [Fact]
    public void Whatever_numbers_hang_on_a_line_all_are_found_and_no_other() =>
        Prop.ForAll(Gen.Choose(0, 99_999).ListOf(6).ToArbitrary(), numbers =>
        {
            var meters = numbers.Distinct().Select(number => (long)number).ToArray();
            var (found, _, _) = SearchAsync(meters).GetAwaiter().GetResult();
            return found.Order().SequenceEqual(meters.Select(number => number.ToString("D12")).Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_of_colliding_answers_are_noise_and_preamble_is_not()
    {
        var reply = Hex.Of("FE FE 68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16");
        Assert.True(Hear(reply) is { IsClear: true, Meters: ["000000000001"] });
        Assert.True(Hear(Hex.Of("FE FE")).IsSilent);
        Assert.Equal(3, Hear([.. reply, 0x00, 0x10, 0x68]).Noise);
        Assert.False(WildcardForm.Dlt645V2007.Hear([], characterErrors: 5, default).IsSilent);
    }

    [Fact]
    public void A_reply_in_another_edition_is_another_searchs_business()
    {
        var reply97 = Hex.Of("68 45 23 01 00 00 00 68 81 06 43 C3 AB 89 67 45 A6 16");
        Assert.True(Hear(reply97).IsSilent);
        Assert.Equal(["000000012345"], WildcardForm.Dlt645V1997.Hear(reply97, 0, default).Meters);
    }

    [Theory]
    [InlineData("123456789012", "12 90 78 56 34 12")]
    [InlineData("45", "45 00 00 00 00 00")]
    public void An_address_becomes_its_wire_bytes(string address, string wire) =>
        Assert.Equal(wire, Hex.Show(WildcardForm.Dlt645V2007.PatternOf(address)));

    private static Hearing Hear(ReadOnlySpan<byte> bytes) => WildcardForm.Dlt645V2007.Hear(bytes, 0, default);

    private async Task<(List<string> Found, int Probes, TimeSpan Took)> SearchAsync(params long[] meters)
    {
        await using SharedBus line = new(meters);
        return await SearchAsync(line);
    }

    private async Task<(List<string> Found, int Probes, TimeSpan Took)> SearchAsync(SharedBus line)
    {
        _stages.Clear();
        var began = line.Time.GetTimestamp();
        WildcardSearch search = new(new Probe(line, line.Time), WildcardForm.Dlt645V2007, SearchTiming.On(line.Uri), _stages.Add);
        List<string> found = [];
        await foreach (var meter in search.RunAsync(CancellationToken.None)) found.Add(meter.Address);
        return (found, search.Probes, line.Time.GetElapsedTime(began));
    }

    private void AssertForetold(TimeSpan took)
    {
        var foretold = _stages.Sum(stage => stage.Foretold.TotalSeconds);
        Assert.InRange(took.TotalSeconds, foretold * 0.9, foretold * 1.1);
    }
}
