using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using Microsoft.Data.Sqlite;

namespace AmrCollector;

/// <content>Estimates: what stands in for daily freezes that are lost, or open for too long (vee.md 5).</content>
public sealed partial class Collection
{
    private readonly HashSet<(MeterId, DateTimeOffset)> _tried = [];
    private readonly InspectionOrders _inspections;

    /// <summary>Hands over what is to be estimated, once a day for each slot: more may be known tomorrow.</summary>
    private async Task EstimateAsync(CancellationToken stopping)
    {
        var before = _time.GetUtcNow() - _setup.EstimateAfter;
        for (GapCursor after = default; after != GapCursor.End && !stopping.IsCancellationRequested;)
        {
            var unfilled = _gaps.Unfilled(ReadWord.DailyFreeze, before, ref after).Where(slot => _tried.Add((slot.Meter, slot.Instant)));
            foreach (var slots in unfilled.GroupBy(slot => slot.Meter))
            {
                if (!_meters.TryGetValue(slots.Key, out var meter) || !_setup.Models.TryGetValue(meter.Model, out var model) || RegistersOf(model) is not { Count: > 0 } registers) continue;
                await _writer.StoreAsync(new Handover.Estimates(meter, registers, [.. slots.Select(slot => slot.Instant)], _time.GetUtcNow()), stopping);
            }
        }
    }

    private async Task EstimateNowAndThenAsync(CancellationToken stopping)
    {
        var day = _gaps.ClosedDay;
        try
        {
            while (true)
            {
                await Task.Delay(_setup.EstimateEvery, _time, stopping);
                if (_gaps.ClosedDay != day) _tried.Clear();
                day = _gaps.ClosedDay;
                if (_clocks.Trust.IsTrusted) await TurnAsync(stopping); // else nothing can be told to be late
            }
        }
        catch (Exception e) when (e is OperationCanceledException or LedgerException)
        {
            // Asked to end, or the writer has ended: what is not estimated is found again.
        }
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        try
        {
            await EstimateAsync(stopping);
            _inspections.Enter();
            await CloseProfilesAsync(stopping);
        }
        catch (SqliteException e)
        {
            _logger.GapsNotStored(e.Message); // the next turn finds the same
        }
    }

    private static IReadOnlyList<RegisterValue> RegistersOf(MeterModel model) => model.DailyFreezes is not { } freezes ? [] :
    [
        .. freezes.Blocks.SelectMany(block => block.Items).Where(item => item is { IsRegister: true, Kind: ItemKind.Cumulative })
            .Select(item => new RegisterValue { Item = item.Obis, Kind = item.Kind, Unit = item.Unit, Lsd = Quantity.Scaled(1, item.Decimals), Wrap = item.Wrap }),
    ];
}
