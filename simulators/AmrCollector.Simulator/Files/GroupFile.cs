using System.Globalization;
using System.Text.Json;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Files;

/// <summary>One entry of a line's "meters": a group of meters of one type.</summary>
internal static class GroupFile
{
    private const int Digits = 12;

    internal static MeterGroup Read(JsonPlace place)
    {
        var fields = new JsonFields(place, "A group of meters");
        var kind = KindOf(fields);
        var numbers = fields.Take("numbers") is { } list ? NumbersOf(list) : null;
        var group = new MeterGroup
        {
            Kind = kind,
            Count = numbers?.Count ?? fields.Number("count", 1, 1, 100_000),
            FirstNumber = numbers?[0] ?? NumberOf(fields.Need("first"), "first"),
            Numbers = numbers,
            FirstUnit = fields.Number("unit", 1, 1, 247),
            Area = fields.Text("area", ""),
            Load = fields.Take("load") is { } load ? LoadOf(load) : null,
            Password = PasswordOf(fields.Take("password")),
            KeyPressed = fields.Flag("keyPressed", otherwise: true),
            PasswordTries = fields.Number("passwordTries", 5, 1, 100),
            Prepay = PrepayOf(fields),
            LoadClasses = fields.Number("loadClasses", 0, 0, 63),
            Eventful = fields.Flag("eventful"),
            EsamKey = fields.Take("esamKey") is { } esam ? KeyOf(esam) : "0000000000000000",
            Limits = ModbusFile.Limits(fields.Take("limits")),
            Registers = ModbusFile.Registers(fields.Take("registers")),
            Baud = fields.Number("baud", 0, 300, 115_200),
            Format = fields.Take("format") is { } format ? FormatOf(format) : "",
            LoadPercent = fields.Number("loadPercent", 100, 1, 1000),
            Faults = fields.Take("faults") is { } faults ? FaultsOf(faults) : MeterFaults.None,
        };
        fields.Done();
        return group;
    }

    private static MeterKind KindOf(JsonFields fields)
    {
        var model = fields.Need("model");
        if (!MeterKind.All.TryGetValue(model.Text, out var kind))
            throw model.Fault($"There is no model {model.Text}; known are {string.Join(", ", MeterKind.All.Keys)}.");
        var ct = fields.Number("ct", kind.Ct, 1, 5000);
        return ct == kind.Ct ? kind : kind with { Ct = ct };
    }

    private static List<long> NumbersOf(JsonPlace list) => list is { Kind: JsonTokenType.StartArray, Elements.Count: > 0 }
        ? [.. list.Elements.Select(number => NumberOf(number, "numbers"))]
        : throw list.Fault("\"numbers\" is a list of meter numbers in brackets.");

    private static long NumberOf(JsonPlace value, string name) =>
        long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && value.Text.Length == Digits
            ? number
            : throw value.Fault(name == "first" ? "\"first\" is the first meter's number, twelve digits." : $"\"{name}\" holds meter numbers of twelve digits in quotes.");

    private static MeterFaults FaultsOf(JsonPlace place)
    {
        var fields = new JsonFields(place, "Faults");
        var (faults, stuck, rollover) = FaultsFile.One(fields);
        fields.Done();
        return stuck || rollover is not null ? throw place.Fault("\"stuck\" and \"rolloverAfter\" are written in the district's \"faults\", a meter at a time.") : faults;
    }

    private static string FormatOf(JsonPlace value) =>
        value.Text is "8E1" or "8N1" or "8O1" or "8N2" or "7E1" ? value.Text : throw value.Fault($"\"format\" {value.Text} is not known; 8E1 is usual.");

    private static PrepayPlan? PrepayOf(JsonFields fields)
    {
        var (kind, balance, price) = (fields.Take("prepay"), fields.Take("balance"), fields.Take("price"));
        if (kind is null) return (balance ?? price) is { } stray ? throw stray.Fault("\"balance\" and \"price\" need \"prepay\".") : null;
        if (kind.Text is not ("energy" or "money")) throw kind.Fault("\"prepay\" is energy or money.");
        return new(kind.Text == "energy", AmountOf(balance, "balance", 100m), AmountOf(price, "price", 0.5283m));
    }

    private static decimal AmountOf(JsonPlace? value, string name, decimal otherwise)
    {
        if (value is null) return otherwise;
        return decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < 1_000_000m
            ? amount
            : throw value.Fault($"\"{name}\" is an amount such as \"12.50\".");
    }

    private static string KeyOf(JsonPlace value) => value.Text.Length == 16 && value.Text.All(char.IsAsciiHexDigit)
        ? value.Text
        : throw value.Fault("\"esamKey\" is 16 hexadecimal digits in quotes.");

    private static string PasswordOf(JsonPlace? value) => value switch
    {
        null => "",
        { Text: { Length: 6 } text } when text.All(char.IsAsciiDigit) => text,
        _ => throw value.Fault("\"password\" is six digits in quotes."),
    };

    private static LoadKind LoadOf(JsonPlace value) =>
        Enum.TryParse<LoadKind>(value.Text, ignoreCase: true, out var load) && value.Text.All(char.IsAsciiLetter)
            ? load
            : throw value.Fault($"\"load\" is one of {string.Join(", ", Enum.GetNames<LoadKind>()).ToLowerInvariant()}.");
}
