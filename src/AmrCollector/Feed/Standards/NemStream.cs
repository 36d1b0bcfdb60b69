using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Standards;

/// <summary>How the Australian market names a register: its metering point, suffix, direction and unit.</summary>
public static class NemStream
{
    /// <summary>The metering point; where the list has none, the meter.</summary>
    public static string Nmi(Entry entry) => Clean(entry.Draft.Meter.Point.Length > 0 ? entry.Draft.Meter.Point : entry.Draft.Meter.Id.Value);

    /// <summary>"E1" for the forward total, "B1" for the reverse one, "Q1" and "K1" for reactive energy; tariffs count on from 2. Null for what the format does not know.</summary>
    public static string? Suffix(ObisCode item)
    {
        char? letter = item switch
        {
            { A: 1, C: 1 } => 'E',
            { A: 1, C: 2 } => 'B',
            { A: 1, C: 3 } => 'Q',
            { A: 1, C: 4 } => 'K',
            _ => null,
        };
        return letter is { } known && item.E < 9 ? string.Create(CultureInfo.InvariantCulture, $"{known}{item.E + 1}") : null;
    }

    /// <summary>Why the format has no name for an entry; null when it has.</summary>
    public static string? WhyNot(EntryDraft draft) =>
        Suffix(draft.Item) is null ? $"the format has no name for {draft.Item}" : UnitOf(draft.Unit) is null ? $"the format has no {draft.Unit.Symbol()}" : null;

    /// <summary>E: from the grid; I: into it.</summary>
    public static char Direction(ObisCode item) => item.C is 2 or 4 ? 'I' : 'E';

    public static string? UnitOf(Unit unit) => unit switch
    {
        Unit.KilowattHour => "KWH",
        Unit.KilovarHour => "KVARH",
        Unit.KilovoltAmpereHour => "KVAH",
        _ => null,
    };

    /// <summary>Numbers as the format takes them: no exponent, no trailing zeros needed.</summary>
    public static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time, TimeSpan offset) => time.ToOffset(offset).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>A field never holds a comma, a quote or a line's end.</summary>
    public static string Clean(string text) => new([.. text.Where(c => !char.IsControl(c)).Select(c => c is ',' or '"' ? ' ' : c)]);

    /// <summary>A substitute carries a reason: 0 is "see description".</summary>
    public static (string Code, string Description) Reason(string quality, string why) =>
        quality[0] is 'S' or 'F' ? ("0", Shortened(Clean(why))) : ("", "");

    private static string Shortened(string text) => text.Length <= 240 ? text : text[..240];
}
