using System.Globalization;

namespace AmrCollector.Orders;

/// <summary>An order with its life in the files: entered by somebody, perhaps withdrawn. It never goes away.</summary>
public sealed record FiledOrder
{
    private const string Prefix = "O-";

    /// <summary>Its number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What it says.</summary>
    public required Order Order { get; init; }

    /// <summary>Who entered it.</summary>
    public required string EnteredBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Who withdrew it; empty while it is in force.</summary>
    public string WithdrawnBy { get; init; } = "";

    /// <summary>When, UTC.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Why, in the words of who withdrew it.</summary>
    public string WithdrawnFor { get; init; } = "";

    /// <summary>"O-12".</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Number}");

    /// <summary>True until it is withdrawn.</summary>
    public bool IsInForce => WithdrawnAt is null;

    /// <summary>What rules and reports call it: its own number in the utility's books, else ours.</summary>
    public string Name => Order.Reference.Length > 0 ? Order.Reference : Id;

    /// <summary>Reads "O-12" or "12"; false on anything else.</summary>
    public static bool TryParseId(string text, out long number)
    {
        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text.AsSpan(Prefix.Length) : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
