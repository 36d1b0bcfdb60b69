using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Service;
using AmrCollector.Tests.Service.Security;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Cli.Orders;

/// <summary>`amr order add account --dry-run` against a service: what a move would cut, and nothing entered.</summary>
public sealed class TriedMoveTests
{
    private const string Id = "000012345601";
    private static readonly DateTimeOffset Day0 = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-4), TimeSpan.Zero);

    [Fact]
    public async Task A_trial_shows_the_register_at_the_move_and_whose_entries_it_changes()
    {
        await using var site = await GuardedSite.StartAsync(prepare: Fill);
        var at = Day0.AddHours(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string[] order = ["order", "add", "account", "--meter", Id, "--at", at, "--account", "A-2", "--dry-run", "--config", site.Folder];
        var (code, output, error) = await Amr.RunAsync(order);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Matches($@"{Id} 1-0:1\.8\.0 {at[..^1]}\.000Z 110(\.0+)?: new -> estimate, - -> 2(\.0+)? \[V5[12]\w+\]  account A-1", output);
        Assert.Matches(@" 116: accept -> accept, 8 -> 6(\.0+)? \[\]  account A-2", output);
        Assert.Contains("1 would be entered", output, StringComparison.Ordinal);

        (code, output, error) = await Amr.RunAsync([.. order, "--json"]);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        var effects = JsonDocument.Parse(output).RootElement.GetProperty("effects").EnumerateArray().ToList();
        var cut = effects.Single(effect => effect.GetProperty("source").GetString() == "estimate" && effect.GetProperty("instant").GetDateTimeOffset() == Day0.AddHours(30));
        Assert.Equal((JsonValueKind.Null, "A-1", ""), (cut.GetProperty("before").ValueKind, cut.GetProperty("account").GetString(), cut.GetProperty("replaces").GetString()));

        using var http = site.Local();
        Assert.Empty((await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/orders", UriKind.Relative))).GetProperty("orders").EnumerateArray());
    }

    private static void Fill(ConfigurationFolder folder)
    {
        folder.Write("collector.json", """
            { "site": "tried", "timeZone": "UTC", "http": { "listen": "http://127.0.0.1:0" }, "lines": { "plant": "tcp://127.0.0.1:9" },
              "plans": { "home": [ { "at": "00:10", "read": ["dailyFreeze"] } ] } }
            """);
        folder.Write("meters.csv", $"meter,line,model,address,plan,account\n{Id},plant,dlt645-2007-1p,{Id},home,A-1\n");
        using var ledger = SqliteLedger.Open(Path.Combine(folder.Path, "data", "ledger"), TimeProvider.System);
        Assert.Empty(ledger.Append([.. Enumerable.Range(0, 4).Select(Freeze)]).Quarantined);
    }

    private static EntryDraft Freeze(int day) => new()
    {
        Meter = new() { Id = new(Id), Address = Id, Account = "A-1" },
        Item = ObisCode.Parse("1-0:1.8.0"),
        Source = Source.DailyFreeze,
        Instant = Day0.AddDays(day),
        Value = 100 + (8 * day),
        Unit = Unit.KilowattHour,
        ReadAt = Day0.AddDays(day).AddMinutes(10),
        Verdict = new() { Judgement = Judgement.Accept, Consumption = day == 0 ? null : new(8m, Unit.KilowattHour, Day0.AddDays(day - 1)) },
    };
}
