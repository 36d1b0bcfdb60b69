using System.Collections.Frozen;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Orders;
using AmrCollector.Polling;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Orders;

/// <summary>A collector without lines: readings are handed over, orders entered, and the ledger is asked what is in force.</summary>
internal sealed class Site : IAsyncDisposable
{
    public static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    public static readonly DateTimeOffset Day0 = new(2026, 5, 31, 16, 0, 0, TimeSpan.Zero);
    private readonly string _folder;
    private readonly CancellationTokenSource _ending = new();
    private readonly Collection _collection;
    private readonly Task _running;

    public Site(Meter? meter = null, string? folder = null)
    {
        Meter = meter ?? new() { Id = new("000012345601"), Address = "000012345601" };
        _folder = folder ?? Directory.CreateTempSubdirectory("amr-orders-").FullName;
        CollectionSetup setup = new()
        {
            Site = "test",
            Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            Lines = [],
            Meters = [Meter],
            Models = FrozenDictionary<string, MeterModel>.Empty,
            Plans = FrozenDictionary<string, Plan>.Empty,
            DataFolder = _folder,
        };
        _collection = Collection.Open(setup, new PollOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        _running = _collection.RunAsync(_ending.Token);
    }

    public Meter Meter { get; }

    public Collection Collection => _collection;

    public string Folder => _folder;

    public bool KeepsFolder { get; set; }

    public static DateTimeOffset Day(double day) => Day0.AddSeconds(Math.Round(day * 86400));

    /// <summary>One block of daily freezes, or of another source.</summary>
    public Task TakeAsync(params (double Day, decimal Value)[] readings) => TakeAsync(Source.DailyFreeze, readings);

    public Task TakeAsync(Source source, params (double Day, decimal Value)[] readings) => _collection.StoreAsync(
        new(Meter, [.. readings.Select(reading => Set(source, Day(reading.Day), (Total, reading.Value)))]), CancellationToken.None);

    public RegisterSet Set(Source source, DateTimeOffset at, params (ObisCode Item, decimal Value)[] registers) => new()
    {
        Meter = Meter,
        Source = source,
        Instant = at,
        ReadAt = at.AddMinutes(10),
        RepliedFrom = Meter.Address,
        Registers = [.. registers.Select(register => new RegisterValue { Item = register.Item, Value = register.Value, Unit = Unit.KilowattHour })],
        Evidence = Evidence.None,
    };

    public Order Exchange(double day, decimal final, decimal start) => new()
    {
        Kind = OrderKind.Exchange,
        Meter = Meter.Id,
        At = Day(day),
        Registers = [new(Total, final, start)],
        NewNumber = "000012345777",
    };

    public async Task<FiledOrder> EnterAsync(Order order)
    {
        var (news, _, faults) = _collection.Check([order], [1]);
        Assert.Empty(faults);
        return (await _collection.EnterAsync(news, "li", null, "", CancellationToken.None))[0];
    }

    /// <summary>What nothing has replaced, rejects included.</summary>
    public IReadOnlyList<Entry> Leaves()
    {
        using var reader = _collection.Ledger.OpenReader();
        return reader.Leaves(Meter.Id, Total, DateTimeOffset.UnixEpoch, 10_000);
    }

    /// <summary>Sum of what may be billed.</summary>
    public decimal Billed => Leaves().Where(entry => !entry.Draft.Verdict.Held).Sum(entry => entry.Draft.Verdict.Consumption?.Value ?? 0);

    public long Entries => _collection.Ledger.Head.Sequence;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        await _collection.DisposeAsync();
        _ending.Dispose();
        if (!KeepsFolder) Directory.Delete(_folder, recursive: true);
    }
}
