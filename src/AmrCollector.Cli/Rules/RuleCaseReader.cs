using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Cli.Rules;

/// <summary>Reads a case: one JSON object with meter, history and reading. Numbers become decimals, never doubles.</summary>
internal static class RuleCaseReader
{
    private static readonly ObisCode Forward = ObisCode.Parse("1-0:1.8.0");
    private static readonly ObisCode Combined = ObisCode.Parse("1-0:16.8.0");
    private static readonly ObisCode Reverse = ObisCode.Parse("1-0:2.8.0");
    private static readonly string[] Rates = ["sharp", "peak", "flat", "valley"];

    /// <summary>The case; <see cref="JsonException"/> or <see cref="FormatException"/> with a sentence when it is none.</summary>
    public static RuleCase Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var (meterJson, reading) = (root.GetProperty("meter"), root.GetProperty("reading"));
        var extras = reading.GetArrayLength() > 2 ? reading[2] : default;
        var interval = TimeSpan.FromMinutes(meterJson.Int("interval_min", 1440));
        var source = interval.TotalDays >= 20 ? Source.Settlement : interval.TotalHours >= 12 ? Source.DailyFreeze : Source.Profile;
        var at = reading[0].Time();
        var meter = MeterOf(meterJson);
        var item = meterJson.Text("channel") is "combined_active" ? Combined : Forward;
        var around = CircumstancesReader.Read(meterJson, extras) with { Interval = interval };
        var histories = new Dictionary<ObisCode, RegisterTimeline> { [item] = History(root.GetProperty("history"), source) };
        if (extras.Property("next") is { } next) histories[item].Put(new(next[0].Time().ToUnixTimeSeconds(), next[1].GetDecimal(), source, RowMarks.None));
        var registers = new List<RegisterValue> { Register(item, meter, reading[1]) };
        Beside(registers, histories, meter, extras, at, source);
        return new()
        {
            Id = root.Text("id") ?? "",
            IsMissing = reading[1].ValueKind == JsonValueKind.Null,
            Histories = histories,
            Around = around,
            Parameters = RuleParameters.Default with { Calendar = Calendar(meterJson) },
            Set = new()
            {
                Meter = meter,
                Source = source,
                Instant = at,
                ReadAt = extras.Property("received_at")?.Time() ?? at,
                MeterTime = extras.Property("meter_clock")?.Time(),
                RepliedFrom = extras.Text("meter_id") ?? meter.Address,
                Registers = registers,
                Evidence = Evidence.None,
            },
        };
    }

    private static Meter MeterOf(JsonElement json) => new()
    {
        Id = new(json.Text("id") ?? ""),
        Address = json.Text("id") ?? "",
        Ct = json.Number("ct") ?? 1,
        Pt = json.Number("pt") ?? 1,
        Digits = json.Int("digits", 6),
        Decimals = json.Int("decimals", 2),
        UnV = json.Number("un_v") ?? 220,
        ImaxA = json.Number("imax_a") ?? 60,
        Installed = json.Text("installed") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null,
        Class = WireNames.TryParse<CustomerClass>(json.Text("class") ?? "", out var customer) ? customer : CustomerClass.Industrial,
        Wiring = json.Text("wiring") switch
        {
            "3P4W" => Wiring.ThreePhaseFourWire,
            "3P3W" => Wiring.ThreePhaseThreeWire,
            _ => Wiring.SinglePhase,
        },
        Status = json.Text("status") switch
        {
            null or "active" => MeterStatus.Active,
            "vacant" => MeterStatus.Vacant,
            "removed" => MeterStatus.Removed,
            _ => MeterStatus.Disconnected,
        },
    };

    private static SiteCalendar Calendar(JsonElement meter) => new(
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(meter.Text("tz") ?? "UTC") ?? throw new FormatException($"'{meter.Text("tz")}' is no time zone"),
        meter.Items("holidays").Select(day => day.Day()),
        meter.Items("workdays").Select(day => day.Day()));

    private static RegisterTimeline History(JsonElement rows, Source source)
    {
        var past = new RegisterTimeline();
        foreach (var row in rows.EnumerateArray())
        {
            var quality = row.GetArrayLength() > 2 ? row[2].GetString() : "A";
            past.Put(new(
                row[0].Time().ToUnixTimeSeconds(),
                row[1].GetDecimal(),
                quality == "E" ? Source.Estimate : source,
                quality == "R" ? RowMarks.Rejected : quality == "S" ? RowMarks.Held : RowMarks.None));
        }

        return past;
    }

    private static RegisterValue Register(ObisCode item, Meter meter, JsonElement value)
    {
        var isNumber = value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _);
        return new()
        {
            Item = item,
            Unit = Unit.KilowattHour,
            Lsd = new(1, 0, 0, false, (byte)meter.Decimals),
            Value = isNumber ? value.GetDecimal() : null,
            Fault = isNumber ? null : $"'{value}' is no number.",
        };
    }

    /// <summary>Tariffs and reverse energy of the same frame, with what they showed at the baseline.</summary>
    private static void Beside(List<RegisterValue> registers, Dictionary<ObisCode, RegisterTimeline> histories, Meter meter, JsonElement extras, DateTimeOffset at, Source source)
    {
        var main = registers[0].Item;
        var before = histories[main].LastReleasedBefore(at)?.Second;
        for (byte i = 0; i < Rates.Length; i++) Add(main with { E = (byte)(i + 1) }, extras.Property("rates")?.Property(Rates[i]), extras.Property("rates_prev")?.Number(Rates[i]));
        Add(Reverse, extras.Property("reverse"), extras.Number("reverse_prev"));

        void Add(ObisCode item, JsonElement? now, decimal? then)
        {
            if (now is not { } value) return;
            registers.Add(Register(item, meter, value));
            histories[item] = new();
            if (then is { } earlier && before is { } second) histories[item].Put(new(second, earlier, source, RowMarks.None));
        }
    }
}
