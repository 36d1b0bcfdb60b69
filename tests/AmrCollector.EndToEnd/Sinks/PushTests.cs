using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A signed consumer is pushed the feed while the service dies twice.</summary>
public sealed class PushTests
{
    [NeedsFact("/bin/sh")]
    public async Task It_gets_every_entry_of_the_ledger_under_one_id_and_every_push_is_signed()
    {
        await using var consumer = await SignedConsumer.StartAsync();
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(3, 6, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        site.Write("billing.secret", consumer.Secret + "\n");
        object[] sinks = [new { name = "billing", webhook = consumer.Url.ToString(), secretFile = "billing.secret" }];
        site.Configure(district, "5s", ("sinks", sinks));
        for (var kill = 0; kill < 2; kill++)
        {
            await using var life = site.Start();
            await PushesAsync(life, consumer);
            life.Kill();
            await life.EndAsync();
        }

        await using (var last = site.Start())
        {
            await PushesAsync(last, consumer);
            await last.TerminateAsync();
            Assert.Equal(0, await last.EndAsync());
        }

        await PushTheRestAsync(site, consumer, sinks);
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        var taken = consumer.Taken.DistinctBy(entry => entry.Id).OrderBy(entry => entry.Sequence).Select(entry => entry.Text);
        Assert.Equal(ledger.Select(entry => entry.Text), taken);
        Assert.Empty(consumer.Faults);
    }

    private static async Task PushesAsync(ServiceProcess life, SignedConsumer consumer)
    {
        var before = consumer.Taken.Count;
        await Patience.UntilAsync(() => consumer.Taken.Count > before + 100, () => $"{consumer.Taken.Count} taken, {before} before; {life.Said}");
    }

    /// <summary>A life without meters: the ledger stands still, and the consumer catches up with it.</summary>
    private static async Task PushTheRestAsync(TestSite site, SignedConsumer consumer, object[] sinks)
    {
        site.Write("meters.csv", TestSite.Header);
        site.Configure(new Dictionary<string, object> { ["sinks"] = sinks });
        var newest = (await site.ExportAsync())[^1].Id;
        await using var service = site.Start();
        await service.AskUntilAsync("/healthz", answer => answer.Length > 0);
        await Patience.UntilAsync(() => consumer.Taken.Any(entry => entry.Id == newest), () => $"{consumer.Taken.Count} taken; {service.Said}");
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
    }
}
