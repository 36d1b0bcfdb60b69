using System.Globalization;
using AmrCollector.Lines;
using AmrCollector.Metering;
using CsvHelper;

namespace AmrCollector.Service.Configuration;

/// <summary>The cells of the row the parser stands on, each read by its column's name; a cell that makes no sense is a fault and yields its default.</summary>
internal sealed class MeterCells(IReadOnlyDictionary<string, int> places, CsvReader rows, string file, List<Fault> faults)
{
    private const int NumberLength = 12;
    private const int LongestNumber = 32;
    private readonly Dictionary<string, IReadOnlyList<string>> _permissions = [];
    private readonly Dictionary<string, IReadOnlyList<int>> _days = [];
    private static readonly string[] KnownPermissions = ["clock", "freeze", "relay", "parameter", "clear"];

    /// <summary>The row's line in the file.</summary>
    public int Line => (int)rows.LineNumber;

    /// <summary>Adds a fault of this row.</summary>
    public void Fault(string sentence) => faults.Add(new(file, Line, sentence));

    /// <summary>The cell without blanks around it; empty when the column is absent.</summary>
    public string Text(string column) => places.TryGetValue(column, out var place) ? rows.GetString(place).Trim() : "";

    /// <summary>A cell that must not be empty.</summary>
    public string Required(string column)
    {
        var text = Text(column);
        if (text.Length == 0) Fault($"'{column}' is empty");
        return text;
    }

    /// <summary>An exact number.</summary>
    public decimal Number(string column, decimal otherwise, decimal least, decimal most)
    {
        var text = Text(column);
        if (text.Length == 0) return otherwise;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault($"'{column}' takes a number from {least} to {most} with a point, not '{text}'");
        return otherwise;
    }

    /// <summary>A whole number.</summary>
    public int Whole(string column, int otherwise, int least, int most)
    {
        var text = Text(column);
        if (text.Length == 0) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Fault($"'{column}' takes a whole number from {least} to {most}, not '{text}'");
        return otherwise;
    }

    /// <summary>An exact number, or null when the cell is empty.</summary>
    public decimal? NumberOrNull(string column, decimal least, decimal most) => Text(column).Length == 0 ? null : Number(column, least, least, most);

    /// <summary>A length of time such as 50ms, or null when the cell is empty.</summary>
    public TimeSpan? Span(string column, TimeSpan most)
    {
        var text = Text(column);
        if (text.Length == 0) return null;
        if (Duration.TryParse(text, out var span) && span <= most) return span;
        Fault($"'{column}' takes a length of time up to {Duration.Show(most)} such as 50ms, not '{text}'");
        return null;
    }

    /// <summary>yes or no; empty is no.</summary>
    public bool Flag(string column)
    {
        switch (Text(column).ToLowerInvariant())
        {
            case "" or "no" or "0" or "false":
                return false;
            case "yes" or "1" or "true":
                return true;
            default:
                Fault($"'{column}' takes yes or no, not '{Text(column)}'");
                return false;
        }
    }

    /// <summary>A whole number, or null when the cell is empty.</summary>
    public int? WholeOrNull(string column, int least, int most) => Text(column).Length == 0 ? null : Whole(column, least, least, most);

    /// <summary>The name plate's number: the cell, else <paramref name="id"/> where it is one.</summary>
    public string Number(string id)
    {
        var text = Text("number");
        if (text.Length == 0) return id.Length == NumberLength && id.All(char.IsAsciiDigit) ? id : "";
        if (text.Length > LongestNumber) Fault($"'number' has at most {LongestNumber} characters, not '{text}'");
        return text;
    }

    /// <summary>What may be written to a meter: "clock relay".</summary>
    public IReadOnlyList<string> Permissions(string column)
    {
        if (Text(column) is not { Length: > 0 } text) return [];
        if (_permissions.TryGetValue(text, out var known)) return known;
        string[] names = [.. text.ToLowerInvariant().Split([' ', '|', ';', '+'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        foreach (var name in names.Except(KnownPermissions)) Fault($"'{column}' takes {string.Join(", ", KnownPermissions)}, not '{name}'");
        if (!names.Except(KnownPermissions).Any()) _permissions.Add(text, names); // a fault is told of every row
        return names;
    }

    /// <summary>One of an enum's written names.</summary>
    public T OneOf<T>(string column) where T : struct, Enum
    {
        var text = Text(column);
        if (text.Length == 0) return default;
        if (WireNames.TryParse<T>(text, out var value)) return value;
        Fault($"'{column}' is one of {string.Join(", ", Enum.GetValues<T>().Select(member => member.WireName()))}, not '{text}'");
        return default;
    }

    /// <summary>The connection as the trade writes it: 1P2W, 3P4W, 3P3W.</summary>
    public Wiring Wiring()
    {
        switch (Text("wiring").ToUpperInvariant())
        {
            case "" or "1P2W":
                return Metering.Wiring.SinglePhase;
            case "3P4W":
                return Metering.Wiring.ThreePhaseFourWire;
            case "3P3W":
                return Metering.Wiring.ThreePhaseThreeWire;
            default:
                Fault($"'wiring' is one of 1P2W, 3P4W, 3P3W, not '{Text("wiring")}'");
                return default;
        }
    }

    /// <summary>Days of the month: "1" or "1 15".</summary>
    public IReadOnlyList<int> Days(string column)
    {
        var text = Text(column);
        if (text.Length == 0) return [];
        if (_days.TryGetValue(text, out var known)) return known;
        List<int> days = [];
        foreach (var part in text.Split([' ', ';', '|', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31) days.Add(day);
            else return NoDays(column, text);
        }

        return _days[text] = [.. days.Distinct().Order()];
    }

    private int[] NoDays(string column, string text)
    {
        Fault($"'{column}' takes days of the month such as '1 15', not '{text}'");
        return [];
    }

    /// <summary>A date, 2024-03-15.</summary>
    public DateOnly? Date(string column)
    {
        var text = Text(column);
        if (text.Length == 0) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Fault($"'{column}' takes a date such as 2024-03-15, not '{text}'");
        return null;
    }
}
