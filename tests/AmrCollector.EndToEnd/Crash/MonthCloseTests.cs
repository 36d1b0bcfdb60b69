using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.EndToEnd.Crash;

/// <summary>kill -9 at any instant of closing months: the feed stays the same bytes, the chain whole.</summary>
public sealed class MonthCloseTests
{
    private const int Kills = 6;

    [NeedsFact("/bin/sh")]
    public async Task Killed_again_and_again_while_it_closes_the_ledger_loses_and_doubles_nothing()
    {
        using TestSite site = new();
        site.Configure(new Dictionary<string, object>());
        Fill(site.Ledger, 24_000);
        var before = Feed(site);
        Random random = new(5);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var closing = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "amr.dll"), "ledger", "close", "--config", site.Folder, "--keep-months", "1"]) { RedirectStandardOutput = true })!;
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 900)), TimeProvider.System);
            closing.Kill();
            await closing.WaitForExitAsync();
            Assert.Equal(before, Feed(site));
        }

        var (exit, said) = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "amr.dll"), "ledger", "close", "--config", site.Folder, "--keep-months", "1");
        Assert.True(exit == 0, said);
        Assert.Equal(before, Feed(site));
        await site.VerifyAsync();
        Assert.True(Directory.GetFiles(site.Ledger, "ledger-*.db").Length >= 2);
        using var reader = LedgerReader.Open(site.Ledger);
        Assert.True(reader.ClosedMonths().Count >= 2);
    }

    private static string Feed(TestSite site)
    {
        using var reader = LedgerReader.Open(site.Ledger);
        ArrayBufferWriter<byte> text = new();
        FeedRows rows = new(reader.Id, reader.Epochs(), separated: false);
        reader.Visit(0, reader.Count(), (scoped in row) => rows.Write(text, row));
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Three months of readings up to this one, with evidence.</summary>
    private static void Fill(string folder, int entries)
    {
        using var ledger = SqliteLedger.Open(folder, TimeProvider.System);
        var begins = TimeProvider.System.GetUtcNow().AddDays(-100);
        foreach (var chunk in Enumerable.Range(0, entries).Chunk(5000))
        {
            ledger.Append([.. chunk.Select(number => new EntryDraft
            {
                Meter = new() { Id = new((number % 240).ToString(CultureInfo.InvariantCulture)) },
                Item = ObisCode.Parse("1-0:1.8.0"),
                Source = Source.DailyFreeze,
                Instant = new DateTimeOffset(begins.UtcDateTime.Date, TimeSpan.Zero).AddDays(number / 240),
                Value = number / 240,
                Unit = Unit.KilowattHour,
                ReadAt = begins.AddDays(number / 240),
                Verdict = new() { Judgement = Judgement.Accept },
                Evidence = new(BitConverter.GetBytes(number), new byte[20]),
            })]);
        }
    }
}
