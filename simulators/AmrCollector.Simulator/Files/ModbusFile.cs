using System.Globalization;
using System.Text.Json;
using AmrCollector.Simulator.Modbus;

namespace AmrCollector.Simulator.Files;

/// <summary>The "registers" and "limits" of a group of Modbus meters.</summary>
internal static class ModbusFile
{
    private static readonly string[] Orders = ["ABCD", "CDAB", "BADC", "DCBA"];
    private static readonly string[] Tables = ["both", "holding", "input"];

    internal static IReadOnlyList<RegisterSpec> Registers(JsonPlace? list)
    {
        if (list is null) return [];
        if (list.Kind != JsonTokenType.StartArray) throw list.Fault("\"registers\" is a list in brackets.");
        var specs = list.Elements.Select(One).ToList();
        foreach (var table in (string[])["holding", "input"])
        {
            var last = -1;
            foreach (var spec in specs.Where(spec => spec.Table == "both" || spec.Table == table).OrderBy(spec => spec.At))
            {
                if (spec.At <= last) throw list.Fault($"Two values stand on {table} register {spec.At}.");
                last = spec.At + DescribedImage.RegistersOf(spec.Type) - 1;
            }
        }

        return specs;
    }

    internal static ModbusLimits? Limits(JsonPlace? place)
    {
        if (place is null) return null;
        var fields = new JsonFields(place, "Limits");
        var limits = new ModbusLimits
        {
            MostRegisters = fields.Number("most", 0, 1, 125) is > 0 and var most ? most : null,
            SilentWhenTooLong = fields.Flag("silentWhenTooLong"),
            EvenOnly = fields.Flag("evenOnly"),
            WholeValues = fields.Flag("wholeValues"),
            Forbidden = fields.Take("forbidden") is { } ranges ? [.. ranges.Elements.Select(Range)] : [],
            Coils = fields.Number("coils", -1, 0, 65_535) is >= 0 and var coils ? coils : null,
            Discretes = fields.Number("discretes", -1, 0, 65_535) is >= 0 and var discretes ? discretes : null,
            SunSpecBase = fields.Number("sunSpecBase", 40_000, 0, 65_000),
            NoEndMarker = fields.Flag("noEndMarker"),
        };
        fields.Done();
        return limits;
    }

    private static RegisterSpec One(JsonPlace place)
    {
        var fields = new JsonFields(place, "A register");
        var type = fields.Need("type");
        var width = DescribedImage.RegistersOf(type.Text);
        if (width == 0) throw type.Fault($"There is no register type {type.Text}.");
        var at = fields.Need("at");
        var spec = new RegisterSpec
        {
            At = int.TryParse(at.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first + width <= 65_536
                ? first
                : throw at.Fault("\"at\" is a register from 0 to 65535."),
            Type = type.Text,
            Table = Word(fields, "table", Tables),
            Order = Word(fields, "order", Orders),
            Value = Amount(fields, "value", 0m),
            Text = fields.Text("text", ""),
            Obis = fields.Text("obis", ""),
            Scale = Amount(fields, "scale", 1m),
            Writable = fields.Flag("writable"),
        };
        fields.Done();
        return spec.Scale != 0 ? spec : throw place.Fault("\"scale\" is not 0.");
    }

    private static string Word(JsonFields fields, string name, string[] words)
    {
        var value = fields.Take(name);
        if (value is null) return words[0];
        return words.Contains(value.Text) ? value.Text : throw value.Fault($"\"{name}\" is one of {string.Join(", ", words)}.");
    }

    private static decimal Amount(JsonFields fields, string name, decimal otherwise)
    {
        var value = fields.Take(name);
        if (value is null) return otherwise;
        return decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < 1e18m
            ? amount
            : throw value.Fault($"\"{name}\" is a number.");
    }

    private static (int First, int Last) Range(JsonPlace pair)
    {
        if (pair.Elements.Count == 2 && int.TryParse(pair.Elements[0].Text, out var first) && int.TryParse(pair.Elements[1].Text, out var last) && first <= last)
            return (first, last);
        throw pair.Fault("\"forbidden\" holds pairs [first, last].");
    }
}
