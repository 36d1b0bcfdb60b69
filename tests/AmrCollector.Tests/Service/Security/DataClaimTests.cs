using AmrCollector.Ledger;

namespace AmrCollector.Tests.Service.Security;

public sealed class DataClaimTests
{
    [Fact]
    public async Task A_second_collector_on_one_data_folder_is_refused_and_the_first_goes_on()
    {
        // A ledger of its own does not make it right: gaps, observations and cursors would be shared.
        await using var site = await GuardedSite.StartAsync();
        using ConfigurationFolder other = new(
            $$"""{ "site": "other", "timeZone": "UTC", "data": "{{site.Folder}}/data", "ledger": { "path": "{{site.Folder}}/other" }, "http": { "listen": "http://127.0.0.1:0" } }""");
        var refusal = await Assert.ThrowsAsync<LedgerException>(() => GuardedSite.HostAsync(other.Load().Configuration!));
        Assert.Equal(LedgerFault.Busy, refusal.Fault);
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        using var local = site.Local();
        Assert.Equal(System.Net.HttpStatusCode.OK, await GuardedSite.StatusAsync(local, "/readyz"));
    }
}
