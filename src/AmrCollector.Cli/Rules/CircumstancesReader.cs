using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Cli.Rules;

/// <summary>Reads what surrounds a case's reading.</summary>
internal static class CircumstancesReader
{
    private static readonly string[] Rates = ["sharp", "peak", "flat", "valley"];

    /// <summary>From the meter's archive and the reading's extras (undefined: none).</summary>
    public static Circumstances Read(JsonElement meter, JsonElement extras)
    {
        var billing = extras.Property("billing") ?? default;
        return new()
        {
            Orders = [.. meter.Items("work_orders").Select(order => OrderOf(order, meter)).OrderBy(order => order.At)],
            Events = [.. extras.Items("events").Select(EventOf)],
            Modulus = meter.Number("modulus"),
            IsTou = meter.Flag("tou"),
            HasGeneration = meter.Flag("pv"),
            ContractKw = meter.Number("contract_kw"),
            Vacancies = [.. meter.Items("vacancy").Select(span => new DaySpan(span[0].Day(), span[1].Day()))],
            MeanPowerKw = extras.Number("avg_power_kw"),
            PowerEnergy = extras.Number("power_energy_kwh"),
            Intervals = extras.Property("intervals") is { } intervals ? [.. intervals.EnumerateArray().Select(energy => energy.GetDecimal())] : null,
            UnscheduledRates = [.. extras.Items("rates_unscheduled").Select(rate => new ObisCode(1, 0, 1, 8, (byte)(Array.IndexOf(Rates, rate.GetString()) + 1), 255))],
            LastCycleDaily = billing.Number("prev_cycle_adu"),
            LastYearCycleDaily = billing.Number("last_year_adu"),
            LastYearDaily = extras.Number("prior_year_adu"),
            ClassDaily = extras.Number("class_adu"),
            Peers = extras.Property("peer") is { } peer ? PeersOf(peer) : null,
        };
    }

    private static WorkOrder OrderOf(JsonElement json, JsonElement meter)
    {
        var isExchange = json.Text("type") == "exchange";
        var pt = meter.Number("pt") ?? 1;
        return new()
        {
            At = json.GetProperty("at").Time(),
            IsExchange = isExchange,
            Before = json.GetProperty(isExchange ? "old_final" : "register").GetDecimal(),
            After = json.GetProperty(isExchange ? "new_start" : "register").GetDecimal(),
            OldMultiplier = Multiplier("old_ct", "old_pt"),
            NewMultiplier = Multiplier("new_ct", "new_pt"),
            NewAddress = json.Text("new_id") ?? "",
        };

        decimal? Multiplier(string ctName, string ptName) => json.Number(ctName) is null && json.Number(ptName) is null
            ? null
            : (json.Number(ctName) ?? meter.Number("ct") ?? 1) * (json.Number(ptName) ?? pt);
    }

    private static MeterEvent EventOf(JsonElement json) => new(
        json.Text("code") switch
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
            var code => throw new FormatException($"'{code}' is no event code"),
        },
        json.GetProperty("at").Time(),
        json.Property("end")?.Time(),
        json.Text("work_order") ?? "",
        json.Number("pre_clear"),
        json.Text("phase") ?? "");

    /// <summary>A spread may come as such or as MAD; left out, the rule's own floors hold.</summary>
    private static PeerReference PeersOf(JsonElement json) => new(
        json.Int("n", json.Int("count", 0)),
        json.Number("median") ?? 0,
        json.Number("s") ?? json.Number("spread") ?? (1.4826m * (json.Number("mad") ?? 0)));
}
