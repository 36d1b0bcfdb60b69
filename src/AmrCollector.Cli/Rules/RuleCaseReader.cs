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

    /// <summary>The case; <see cref="JsonException"/> or <see cref="FormatException"/> with a sentence when it is none.</summary>
    public static RuleCase Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var (meterJson, reading) = (root.GetProperty("meter"), root.GetProperty("reading"));
        var extras = reading.GetArrayLength() > 2 ? reading[2] : default;
        var interval = TimeSpan.FromMinutes(meterJson.Int("interval_min", 1440));
        var source = interval.TotalDays >= 20 ? Source.Settlement : interval.TotalHours >= 12 ? Source.DailyFreeze : Source.Profile;
        var calendar = Calendar(meterJson);
        var at = reading[0].Time(calendar.Zone);
        var meter = MeterOf(meterJson);
        var item = meterJson.Text("channel") is "combined_active" ? Combined : Forward;
        var histories = new Dictionary<ObisCode, RegisterTimeline> { [item] = History(root.Property("history"), source, calendar.Zone) };
        if (extras.Property("next") is { } next)
            foreach (var row in next[0].ValueKind == JsonValueKind.Array ? next.EnumerateArray().ToArray() : [next]) Put(histories[item], row, source, calendar.Zone);
        var registers = new List<RegisterValue> { Register(item, meter, reading[1]) };
        RatesReader.Add(registers, histories, meter, extras, at, source);
        return new()
        {
            Id = root.Text("id") ?? "",
            IsMissing = reading[1].ValueKind == JsonValueKind.Null,
            Histories = histories,
            Around = WithoutIncomplete(CircumstancesReader.Read(meterJson, extras, calendar.Zone), histories[item], at) with { Interval = interval, UnscheduledRates = RatesReader.Unscheduled(item, extras) },
            Parameters = RuleParameters.Default with { Calendar = calendar },
            Set = new()
            {
                Meter = meter,
                Source = source,
                Instant = at,
                ReadAt = extras.Property("received_at")?.Time(calendar.Zone) ?? at,
                MeterTime = extras.Property("meter_clock")?.Time(calendar.Zone),
                RepliedFrom = extras.Text("meter_id") ?? meter.Address,
                Registers = registers,
                Evidence = Evidence.None,
            },
        };
    }

    /// <summary>One register of the case's frame.</summary>
    internal static RegisterValue Register(ObisCode item, Meter meter, JsonElement value)
    {
        var number = value.DecimalOrNull();
        return new()
        {
            Item = item,
            Unit = Unit.KilowattHour,
            Lsd = new(1, 0, 0, false, (byte)meter.Decimals),
            Value = number,
            Fault = number is null ? $"'{value}' is no number." : null,
        };
    }

    /// <summary>Intervals that cannot cover the time since the last reading in even lengths are not all there: V35 does not add them up.</summary>
    private static Circumstances WithoutIncomplete(Circumstances around, RegisterTimeline past, DateTimeOffset at)
    {
        if (around.Intervals is not { Count: var count } || past.LastReleasedBefore(at) is not { } before) return around;
        var minutes = (at.ToUnixTimeSeconds() - before.Second) / 60m / count;
        return 60 % minutes == 0 || minutes % 60 == 0 ? around : around with { Intervals = null };
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
        Installed = json.Property("installed")?.Day().ToDateOnly(),
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

    private static RegisterTimeline History(JsonElement? rows, Source source, DateTimeZone zone)
    {
        var past = new RegisterTimeline();
        if (rows is not { } given) return past;
        foreach (var row in given.EnumerateArray()) Put(past, row, source, zone);
        return past;
    }

    /// <summary>A row without a number, as a refused one may be, is no reading.</summary>
    private static void Put(RegisterTimeline past, JsonElement row, Source source, DateTimeZone zone)
    {
        if (row[1].DecimalOrNull() is not { } value) return;
        var quality = row.GetArrayLength() > 2 ? row[2].GetString()?.ToUpperInvariant() : "A";
        past.Put(new(
            row[0].Time(zone).ToUnixTimeSeconds(),
            value,
            quality == "E" ? Source.Estimate : source,
            quality == "R" ? RowMarks.Rejected : quality == "S" ? RowMarks.Held : RowMarks.None));
    }
}
