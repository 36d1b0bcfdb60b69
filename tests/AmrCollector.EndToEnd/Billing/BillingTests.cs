using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Billing;

/// <summary>Two billing systems, one pushed and one pulling, while collector, consumers and network die at random.</summary>
public sealed class BillingTests(ITestOutputHelper output)
{
    [NeedsFact("/bin/sh")]
    public Task After_six_kills_and_cuts_the_books_equal_the_ledger() => KillAsync(6, seed: 20261122);

    [NeedsFact("/bin/sh")]
    [Trait("Duration", "Long")]
    public Task After_fifty_kills_and_cuts_the_books_equal_the_ledger() => KillAsync(50, seed: 50);

    private async Task KillAsync(int kills, int seed)
    {
        await using var district = await RunningDistrict.StartAsync(District.OfBoxes(3, 6, TimeSpan.FromMilliseconds(5)), TimeProvider.System);
        using TestSite site = new();
        var (hook, watch) = (QuietPort.Find(), Stopwatch.StartNew());
        await using CuttingProxy toConsumer = new(hook), toService = new(site.Port);
        site.Write("billing.secret", "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        object[] sinks = [new { name = "billing", webhook = Url(toConsumer.Port) + "/hook", secretFile = "billing.secret" }];
        site.Configure(district, "2s", ("sinks", sinks));
        string[] pushed = ["--books", Path.Combine(site.Folder, "pushed.db"), "--listen", Url(hook), "--secret-file", Path.Combine(site.Folder, "billing.secret")];
        string[] pulling = ["--books", Path.Combine(site.Folder, "pulled.db"), "--pull", Url(toService.Port)];
        await using (Trio trio = new(site, pushed, pulling))
        {
            Random chance = new(seed);
            using CancellationTokenSource calm = new();
            var cutting = CutAsync([toConsumer, toService], new(seed), calm.Token);
            for (var kill = 1; kill <= kills; kill++) await trio.KillOneAsync(chance.Next(3), TimeSpan.FromMilliseconds(chance.Next(700)));
            await calm.CancelAsync();
            await cutting;
            await trio.EndServiceAsync();
            await CatchUpAsync(site, sinks, trio);
        }

        Assert.NotEqual(0, toConsumer.Cuts + toService.Cuts);
        output.WriteLine($"{kills} kills and {toConsumer.Cuts + toService.Cuts} cut connections in {watch.Elapsed}");
        await CompareAsync(site, pushed[1]);
        await CompareAsync(site, pulling[1]);
        await ReconcileAsync(site, sinks, pushed[1], pulling[1]);
    }

    private static async Task CutAsync(CuttingProxy[] networks, Random chance, CancellationToken calm)
    {
        while (!calm.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100 + chance.Next(1500)), TimeProvider.System, calm).ContinueWith(_ => { }, TaskScheduler.Default);
            networks[chance.Next(networks.Length)].Cut();
        }
    }

    /// <summary>A life without meters: the ledger stands still, and both consumers catch up with it.</summary>
    private static async Task CatchUpAsync(TestSite site, object[] sinks, Trio trio)
    {
        site.Write("meters.csv", TestSite.Header);
        site.Configure(new Dictionary<string, object> { ["sinks"] = sinks });
        var newest = (await site.ExportAsync())[^1].Id;
        await using var service = site.Start();
        await Patience.UntilAsync(
            () => trio.BookFiles.All(file => BookFile.Entries(file).ContainsKey(newest)), () => $"{service.Said} {trio.Said}");
        await service.AskUntilAsync("/healthz", answer => answer.Length > 0); // who had it all already must not end a service that only starts
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
    }

    private static async Task CompareAsync(TestSite site, string books)
    {
        await site.VerifyAsync();
        var ledger = await site.ExportAsync();
        Assert.Equal(ledger.ToDictionary(entry => entry.Id, entry => entry.Text), BookFile.Entries(books));
        Assert.Empty(BookFile.Faults(books));
    }

    /// <summary>The collector finds both books equal; then one value is falsified, and it names the entry.</summary>
    private static async Task ReconcileAsync(TestSite site, object[] sinks, params string[] books)
    {
        site.Configure(new Dictionary<string, object> { ["sinks"] = sinks });
        await using var service = site.Start();
        await service.AskUntilAsync("/healthz", answer => answer.Length > 0);
        foreach (var book in books)
        {
            var (exit, said) = await ReconcileAsync(site, book);
            Assert.True(exit == 0, said);
        }

        BookFile.Falsify(books[0]);
        var (differs, named) = await ReconcileAsync(site, books[0]);
        Assert.Equal(7, differs);
        Assert.Contains("\"kind\":\"changed\"", named, StringComparison.Ordinal);
        Assert.Contains("99999.99", named, StringComparison.Ordinal);
        await service.TerminateAsync();
        await service.EndAsync();
    }

    private static Task<(int Exit, string Output)> ReconcileAsync(TestSite site, string books) =>
        Command.RunAsync("dotnet", ConsumerProcess.Program, "--books", books, "--reconcile", Url(site.Port));

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
