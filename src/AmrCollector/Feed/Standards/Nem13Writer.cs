using System.Globalization;
using AmrCollector.Ledger;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// Accumulation (register) data as NEM13: AEMO, Meter Data File Format Specification NEM12 and NEM13; records 100, 250 and 900. Times are in the
/// market's standard time.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="offset">The market's standard time against UTC.</param>
public sealed class Nem13Writer(TextWriter output, TimeSpan offset)
{
    /// <summary>The first line.</summary>
    public void Begin(DateTimeOffset now, string from, string to) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"100,NEM13,{now.ToOffset(offset):yyyyMMddHHmm},{NemStream.Clean(from)},{NemStream.Clean(to)}\r\n"));

    /// <summary>Why what was used between two reads is not in the file; null when it is.</summary>
    public static string? WhyNot(Entry before, Entry after) => NemStream.WhyNot(after.Draft) ?? (DayRegisters.Between(before, after) is null ? DayRegisters.NoQuantity : null);

    /// <summary>What was used between two reads; false when the format has no place for it, see <see cref="WhyNot"/>.</summary>
    public bool Write(Entry before, Entry after, string configuration)
    {
        var (draft, item) = (after.Draft, after.Draft.Item);
        if (NemStream.Suffix(item) is not { } suffix || NemStream.UnitOf(draft.Unit) is not { } unit || DayRegisters.Between(before, after) is not { } quantity) return false;
        var (quality, earlier) = (QualityMapping.Nem13(draft.Verdict.Quality), QualityMapping.Nem13(before.Draft.Verdict.Quality));
        var (reason, description) = NemStream.Reason(quality, draft.Verdict.Why);
        var (reasonBefore, descriptionBefore) = NemStream.Reason(earlier, before.Draft.Verdict.Why);
        output.Write(string.Join(',',
            "250", NemStream.Nmi(after), configuration, $"{item.C}.{item.D}.{item.E}", suffix, "", NemStream.Clean(draft.Meter.Id.Value), NemStream.Direction(item),
            NemStream.Number(before.Draft.Value!.Value), NemStream.Time(before.Draft.Instant, offset), earlier, reasonBefore, descriptionBefore,
            NemStream.Number(draft.Value!.Value), NemStream.Time(draft.Instant, offset), quality, reason, description,
            NemStream.Number(quantity), unit, "", NemStream.Time(draft.ReadAt, offset), "") + "\r\n");
        return true;
    }

    /// <summary>The last line.</summary>
    public void End() => output.Write("900\r\n");
}
