using System.Globalization;
using AmrCollector.Findings;
using AmrCollector.Orders;

namespace AmrCollector;

/// <summary>Whether an order says what a finding found. Pure.</summary>
internal static class OrderedFindings
{
    /// <summary>True when the meter says of itself what the order made of it.</summary>
    internal static bool Explains(Order order, FindingReport report) => report.Kind switch
    {
        FindingKind.Number => order.Kind == OrderKind.Exchange && Bare(order.NewNumber) == Bare(report.Read),
        FindingKind.CurrentRatio => IsSame(order.Ct, report.Read),
        FindingKind.VoltageRatio => IsSame(order.Pt, report.Read),
        _ => false,
    };

    private static bool IsSame(decimal? ratio, string read) =>
        ratio is { } ordered && decimal.TryParse(read, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var told) && ordered == told;

    private static string Bare(string number) => number.Trim().TrimStart('0').ToUpperInvariant() is { Length: > 0 } bare ? bare : "-";
}
