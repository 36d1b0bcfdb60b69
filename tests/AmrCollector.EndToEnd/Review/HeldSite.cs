using System.Collections.Frozen;
using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.EndToEnd.Review;

/// <summary>A site whose ledger holds twenty days of a household, the last but one of them with 60 kWh instead of 8, before the service starts.</summary>
internal sealed class HeldSite : IDisposable
{
    public const string Meter = "000012345601";
    public const string Line = "riser";
    public const int Days = 20;
    public const int Odd = Days - 2;
    private static readonly byte[] Request = Convert.FromHexString("6801000000000068110433333433B316");
    private static readonly byte[] Reply = Convert.FromHexString("6801000000000068910833333433785634457E16");

    /// <summary>The configuration folder.</summary>
    public TestSite Site { get; } = new();

    /// <summary>Local midnight of the first day.</summary>
    public static DateTimeOffset First { get; } = FirstDay();

    /// <summary>Fills the ledger and writes the configuration; <paramref name="more"/> makes a further property of collector.json.</summary>
    public static async Task<HeldSite> CreateAsync(Func<TestSite, (string Name, object Value)>? more = null)
    {
        HeldSite held = new();
        Dictionary<string, object> collector = new()
        {
            ["lines"] = new Dictionary<string, string> { [Line] = "tcp://127.0.0.1:9" },
            ["plans"] = new { home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } },
        };
        if (more?.Invoke(held.Site) is var (name, value)) collector[name] = value;
        held.Site.Configure(collector);
        held.Site.Write("meters.csv", $"meter,account,area,line,model,address,plan\n{Meter},A-17,T-4,{Line},dlt645-2007-1p,{Meter},home\n");
        await FillAsync(Path.Combine(held.Site.Folder, "data"));
        return held;
    }

    /// <summary>What the register showed.</summary>
    public static decimal Value(int day) => 1000 + (8 * day) + (day >= Odd ? 52 : 0);

    public void Dispose() => Site.Dispose();

    private static async Task FillAsync(string folder)
    {
        Meter meter = new() { Id = new(Meter), Account = "A-17", Area = "T-4", Line = Line, Model = "dlt645-2007-1p", Address = Meter, Plan = "home" };
        CollectionSetup setup = new()
        {
            Site = "test",
            Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            Lines = [],
            Meters = [meter],
            Models = FrozenDictionary<string, MeterModel>.Empty,
            Plans = FrozenDictionary<string, Plan>.Empty,
            DataFolder = folder,
        };
        using CancellationTokenSource ending = new();
        await using var collection = Collection.Open(setup, new(), TimeProvider.System, NullLoggerFactory.Instance);
        var running = collection.RunAsync(ending.Token);
        await collection.StoreAsync(new(meter, [.. Enumerable.Range(0, Days).Select(day => Set(meter, day))]), CancellationToken.None);
        await ending.CancelAsync();
        await running;
        await collection.DisposeAsync();
        foreach (var file in Directory.GetFiles(folder, "gaps.db*")) File.Delete(file); // it knew no plans: the service makes the account anew from the ledger
    }

    private static RegisterSet Set(Meter meter, int day) => new()
    {
        Meter = meter,
        Source = Source.DailyFreeze,
        Instant = First.AddDays(day),
        ReadAt = First.AddDays(day).AddMinutes(10),
        RepliedFrom = meter.Address,
        Registers = [new() { Item = ObisCode.Parse("1-0:1.8.0"), Value = Value(day), Unit = Unit.KilowattHour }],
        Evidence = new(Request, Reply),
    };

    // Whole days ago by the site's own clock, so that the curve ends yesterday.
    private static DateTimeOffset FirstDay()
    {
        var today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date;
        return new DateTimeOffset(today, TimeSpan.FromHours(8)).AddDays(-Days).ToUniversalTime();
    }

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
