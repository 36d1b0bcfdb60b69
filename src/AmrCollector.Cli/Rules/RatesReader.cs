using System.Globalization;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Cli.Rules;

/// <summary>Reads the tariffs and the reverse register that came in a case's frame.</summary>
internal static class RatesReader
{
    private static readonly ObisCode Reverse = ObisCode.Parse("1-0:2.8.0");

    /// <summary>尖 峰 平 谷 深谷, in the order of their registers.</summary>
    private static readonly string[] Known = ["sharp", "peak", "flat", "valley", "deep_valley"];

    /// <summary>Adds them, with what they showed at the baseline.</summary>
    public static void Add(List<RegisterValue> registers, Dictionary<ObisCode, RegisterTimeline> histories, Meter meter, JsonElement extras, DateTimeOffset at, Source source)
    {
        var main = registers[0].Item;
        var before = histories[main].LastReleasedBefore(at)?.Second;
        foreach (var (name, item) in Items(main, extras)) Put(item, extras.Property("rates")?.Property(name), extras.Property("rates_prev")?.Number(name));
        Put(Reverse, extras.Property("reverse"), extras.Number("reverse_prev"));

        void Put(ObisCode item, JsonElement? now, decimal? then)
        {
            if (now is not { } value) return;
            registers.Add(RuleCaseReader.Register(item, meter, value));
            histories[item] = new();
            if (then is { } earlier && before is { } second) histories[item].Put(new(second, earlier, source, RowMarks.None));
        }
    }

    /// <summary>Registers of tariffs that have no period in the interval.</summary>
    public static IReadOnlyList<ObisCode> Unscheduled(ObisCode main, JsonElement extras)
    {
        var items = Items(main, extras);
        return [.. extras.Items("rates_unscheduled").Select(rate => rate.ToString()).Where(items.ContainsKey).Select(name => items[name])];
    }

    /// <summary>Every tariff of the frame by its name: one that is left out would make the sum too small.</summary>
    private static Dictionary<string, ObisCode> Items(ObisCode main, JsonElement extras)
    {
        Dictionary<string, ObisCode> items = [];
        if (extras.Property("rates") is not { } rates) return items;
        var free = (byte)(Known.Length + 1);
        foreach (var rate in rates.EnumerateObject()) items[rate.Name] = main with { E = Number(rate.Name, ref free) };
        return items;
    }

    private static byte Number(string name, ref byte free) =>
        Array.IndexOf(Known, name) is >= 0 and var index ? (byte)(index + 1)
        : byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 63 ? number
        : free++;
}
