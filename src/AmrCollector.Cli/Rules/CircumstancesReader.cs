using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Cli.Rules;

/// <summary>Reads what surrounds a case's reading.</summary>
internal static class CircumstancesReader
{
    private static readonly LocalDate NoEnd = new(2999, 12, 31);

    /// <summary>From the meter's archive and the reading's extras (undefined: none).</summary>
    public static Circumstances Read(JsonElement meter, JsonElement extras, DateTimeZone zone)
    {
        var billing = extras.Property("billing") ?? default;
        return new()
        {
            Orders = OrdersOf(meter, zone),
            Events = [.. extras.Items("events").Select(json => EventOf(json, zone)).OfType<MeterEvent>()],
            Modulus = meter.Number("modulus"),
            IsTou = meter.Flag("tou"),
            HasGeneration = meter.Flag("pv"),
            ContractKw = meter.Number("contract_kw"),
            Vacancies = [.. meter.Items("vacancy").Select(span => new DaySpan(span[0].Day(), span.GetArrayLength() < 2 || span[1].ValueKind == JsonValueKind.Null ? NoEnd : span[1].Day()))],
            MeanPowerKw = extras.Number("avg_power_kw"),
            PowerEnergy = extras.Number("power_energy_kwh"),
            Intervals = IntervalsOf(extras),
            LastCycleDaily = billing.Number("prev_cycle_adu"),
            LastYearCycleDaily = billing.Number("last_year_adu"),
            LastYearDaily = extras.Number("prior_year_adu"),
            ClassDaily = extras.Number("class_adu"),
            Peers = extras.Property("peer") is { } peer ? PeersOf(peer) : null,
        };
    }

    /// <summary>Null where one is missing: an incomplete set adds up to nothing (V35).</summary>
    private static decimal[]? IntervalsOf(JsonElement extras)
    {
        if (extras.Property("intervals") is not { } intervals) return null;
        var energies = intervals.EnumerateArray().Select(JsonReading.DecimalOrNull).ToArray();
        return energies.Length == 0 || energies.Contains(null) ? null : [.. energies.Select(energy => energy!.Value)];
    }

    /// <summary>Orders that cut the register, by time. Others, a visit for one, say nothing of it.</summary>
    private static WorkOrder[] OrdersOf(JsonElement meter, DateTimeZone zone)
    {
        WorkOrder[] orders = [.. meter.Items("work_orders").Where(order => order.Text("type") is "exchange" or "ratio_change").Select(order => OrderOf(order, meter, zone)).OrderBy(order => order.At)];
        var after = (meter.Number("ct") ?? 1) * (meter.Number("pt") ?? 1);
        for (var i = orders.Length - 1; i >= 0; i--)
        {
            var (old, made) = (orders[i].OldMultiplier, orders[i].NewMultiplier ?? after);
            var isUnchanged = old == made && made == after;
            after = old ?? made;
            if (isUnchanged) orders[i] = orders[i] with { OldMultiplier = null, NewMultiplier = null }; // named, but not changed
        }

        return orders;
    }

    private static WorkOrder OrderOf(JsonElement json, JsonElement meter, DateTimeZone zone)
    {
        var isExchange = json.Text("type") == "exchange";
        var pt = meter.Number("pt") ?? 1;
        return new()
        {
            At = json.GetProperty("at").Time(zone),
            IsExchange = isExchange,
            Before = json.GetProperty(isExchange ? "old_final" : "register").Decimal(),
            After = json.GetProperty(isExchange ? "new_start" : "register").Decimal(),
            OldMultiplier = Multiplier("old_ct", "old_pt"),
            NewMultiplier = Multiplier("new_ct", "new_pt"),
            OldAddress = json.Text("old_id") ?? "",
            NewAddress = json.Text("new_id") ?? "",
        };

        decimal? Multiplier(string ctName, string ptName) => json.Number(ctName) is null && json.Number(ptName) is null
            ? null
            : (json.Number(ctName) ?? meter.Number("ct") ?? 1) * (json.Number(ptName) ?? pt);
    }

    /// <summary>Null for a code that no rule asks for.</summary>
    private static MeterEvent? EventOf(JsonElement json, DateTimeZone zone) => KindOf(json.Text("code")) is not { } kind ? null : new(
        kind,
        json.GetProperty("at").Time(zone),
        json.Property("end")?.Time(zone),
        json.Text("work_order") ?? "",
        json.Number("pre_clear"),
        json.Text("phase") ?? "");

    private static MeterEventKind? KindOf(string? code) => code switch
    {
        "COVER_OPEN" => MeterEventKind.CoverOpen,
        "TERMINAL_COVER_OPEN" => MeterEventKind.TerminalCoverOpen,
        "PROGRAMMING" => MeterEventKind.Programming,
        "MAGNETIC" => MeterEventKind.Magnetic,
        "VOLTAGE_LOSS" => MeterEventKind.VoltageLoss,
        "PHASE_LOSS" => MeterEventKind.PhaseLoss,
        "CURRENT_LOSS" => MeterEventKind.CurrentLoss,
        "CURRENT_REVERSED" => MeterEventKind.CurrentReversed,
        "POWER_OUTAGE" => MeterEventKind.PowerOutage,
        "METER_CLEAR" => MeterEventKind.MeterClear,
        "LOW_POWER_FACTOR" => MeterEventKind.LowPowerFactor,
        "UNBALANCE" => MeterEventKind.Unbalance,
        "SEVERE_UNBALANCE" => MeterEventKind.SevereUnbalance,
        _ => null,
    };

    /// <summary>A spread may come as such or as MAD; left out, the rule's own floors hold.</summary>
    private static PeerReference PeersOf(JsonElement json) => new(
        json.Int("n", json.Int("count", 0)),
        json.Number("median") ?? 0,
        json.Number("s") ?? json.Number("spread") ?? (1.4826m * (json.Number("mad") ?? 0)));
}
