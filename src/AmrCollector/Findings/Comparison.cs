using System.Globalization;
using AmrCollector.Metering;

namespace AmrCollector.Findings;

/// <summary>Compares what meters say of themselves with the list. Pure.</summary>
/// <param name="list">Every meter of the list.</param>
public sealed class Comparison(IReadOnlyList<Meter> list)
{
    // The first four digits of a CJ/T 188 address are its maker's; many plates have only the others.
    private const int Cjt188Digits = 14;
    private const int MakerDigits = 4;

    private readonly ILookup<string, Meter> _byNumber = list.Where(meter => meter.Number.Length > 0).ToLookup(meter => Bare(meter.Number), StringComparer.Ordinal);

    /// <summary>The fact beside the list's row of <paramref name="meter"/>.</summary>
    public ComparedFact Of(Meter meter, MeterFact fact)
    {
        var listed = Listed(meter, fact.Kind);
        if (fact.Read is null) return new(fact, listed, FactResult.NotRead, fact.Fault ?? "");
        if (listed.Length == 0) return new(fact, listed, FactResult.NotListed, "");
        if (IsSame(fact, fact.Read, listed)) return new(fact, listed, FactResult.Same, "");
        var meaning = fact.IsApplied
            ? $"Its values are multiplied by its own ratio {fact.Read} already, and the list multiplies by {listed} once more: the list must say 1."
            : Meaning(meter, fact.Kind, fact.Read, listed);
        return new(fact, listed, FactResult.Differs, fact.SingleSource ? $"{meaning} One source only names where it tells this: compare with its display." : meaning);
    }

    /// <summary>The finding a difference makes; null when there is none.</summary>
    public static FindingReport? Finding(Meter meter, ComparedFact compared) => compared.Result == FactResult.Differs
        ? new(meter.Id, compared.Fact.Kind, compared.Listed, compared.Fact.Read!, compared.Meaning)
        : null;

    private static bool IsSame(MeterFact fact, string read, string listed)
    {
        if (fact.IsApplied) return Bare(listed) == "1";
        return Bare(read) == Bare(listed) || (fact.Kind == FindingKind.Number && read.Length == Cjt188Digits && Bare(read[MakerDigits..]) == Bare(listed));
    }

    private static string Listed(Meter meter, FindingKind kind) => kind switch
    {
        FindingKind.Number => meter.Number,
        FindingKind.Constant => meter.Constant?.ToString(CultureInfo.InvariantCulture) ?? "",
        FindingKind.CurrentRatio => meter.Ct.ToString(CultureInfo.InvariantCulture),
        FindingKind.VoltageRatio => meter.Pt.ToString(CultureInfo.InvariantCulture),
        FindingKind.SettlementDays => string.Join(' ', meter.ReadingDays),
        FindingKind.Tariffs => meter.Tariffs?.ToString(CultureInfo.InvariantCulture) ?? "",
        _ => "",
    };

    private string Meaning(Meter meter, FindingKind kind, string read, string listed) => kind switch
    {
        FindingKind.Number => OfNumber(meter, read, listed),
        FindingKind.Constant => $"It counts {read} pulses a kWh, the list says {listed}: another meter than the list describes.",
        FindingKind.CurrentRatio => $"Its current transformer ratio is {read}, the list bills with {listed}: every kWh is multiplied wrong by one of the two.",
        FindingKind.VoltageRatio => $"Its voltage transformer ratio is {read}, the list bills with {listed}: every kWh is multiplied wrong by one of the two.",
        FindingKind.SettlementDays => $"It closes its billing period on day {read}, the list bills on day {listed}.",
        FindingKind.Tariffs => $"It counts {read} tariffs, the list says {listed}.",
        _ => $"It says {read}, the list {listed}.",
    };

    private string OfNumber(Meter meter, string read, string listed)
    {
        var others = _byNumber[Bare(read)].Where(other => other.Id != meter.Id).ToList();
        if (others.Count == 0) return $"It says it is {read}, the list says {listed}, and no meter of the list has that number: exchanged without an order, or the list is wrong.";
        var other = others[0];
        var account = other.Account.Length > 0 ? $", account {other.Account}" : "";
        return $"It says it is {read}, which the list has as meter {other.Id} on line {other.Line} at address {other.Address}{account}: the two are most likely crossed.";
    }

    /// <summary>Leading zeros and zeros behind the point mean nothing.</summary>
    private static string Bare(string text)
    {
        var bare = text.Trim();
        if (decimal.TryParse(bare, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return number.ToString("0.############", CultureInfo.InvariantCulture);
        return bare.ToUpperInvariant();
    }
}
