using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>Somebody starts a second collector on the folders of one that runs.</summary>
public sealed class TwoInstancesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("the same configuration")]
    [InlineData("another configuration, the same data")]
    [InlineData("other data, the same ledger")]
    public async Task The_second_ends_with_a_sentence_and_the_first_loses_nothing(string shared)
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(1, 2, TimeSpan.FromMilliseconds(2)), TimeProvider.System);
        using TestSite site = new();
        using TestSite other = new();
        site.Configure(district, "1s");
        await using var first = site.Start();
        await first.AskUntilAsync("/v1/readings?limit=20", page => FeedEntry.OfPage(page).Count == 20);
        var place = shared.StartsWith("other data", StringComparison.Ordinal) ? ("ledger", (object)new { path = site.Ledger }) : ("data", Path.Combine(site.Folder, "data"));
        other.Configure(district, "1s", place);

        await using (var second = shared.StartsWith("the same", StringComparison.Ordinal) ? site.Start() : other.Start())
        {
            Assert.Equal(1, await second.EndAsync());
            Assert.True(second.Said.Contains("in use by another process", StringComparison.Ordinal) || second.Said.Contains("being written by another process", StringComparison.Ordinal), second.Said);
        }

        var before = MetricsPage.Entries(await first.AskUntilAsync("/metrics", _ => true));
        await first.AskUntilAsync("/metrics", metrics => MetricsPage.Entries(metrics) > before + 10);
        await first.TerminateAsync();
        Assert.Equal(0, await first.EndAsync());
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        output.WriteLine($"{shared}: the second refused, the first went on to {ledger.Count} entries, none lost, none twice");
        Crash.LedgerProof.EachIsTrueAndOnce(district, ledger);
    }
}
