using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Benchmarks.Delivery;

/// <summary>A ledger of daily freezes in a folder that goes with it.</summary>
internal sealed class FilledLedger : IDisposable
{
    private const int Batch = 5000;
    private const int Meters = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-bench-").FullName;

    internal FilledLedger(int entries)
    {
        Ledger = SqliteLedger.Open(_folder, TimeProvider.System);
        for (var first = 0; first < entries; first += Batch)
            Ledger.Append([.. Enumerable.Range(first, Math.Min(Batch, entries - first)).Select(Draft)]);
    }

    internal SqliteLedger Ledger { get; }

    internal string Folder => _folder;

    public void Dispose()
    {
        Ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static EntryDraft Draft(int number)
    {
        var (meter, day) = (number % Meters, number / Meters);
        var midnight = DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
        return new()
        {
            Meter = new()
            {
                Id = new(meter.ToString("D12", CultureInfo.InvariantCulture)),
                Point = $"P{meter}",
                Account = $"A{meter}",
                Area = $"T{meter % 500}",
            },
            Item = new(1, 0, 1, 8, 0, 255),
            Source = Source.DailyFreeze,
            Instant = midnight,
            Value = 1000.25m + day,
            Unit = Unit.KilowattHour,
            ReadAt = midnight.AddMinutes(10).AddMilliseconds(meter % 1000),
            MeterTime = midnight.AddMinutes(10),
            Verdict = new() { Judgement = Judgement.Accept, Consumption = new(7.86m, Unit.KilowattHour, midnight.AddDays(-1)), Quality = "2.0.1" },
            Evidence = new(new byte[16], new byte[38]),
        };
    }
}
