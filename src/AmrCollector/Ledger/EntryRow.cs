using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <summary>An entry as its columns hold it: what is hashed is what is stored, before anything is interpreted.</summary>
internal sealed record EntryRow
{
    internal const string Columns =
        "sequence, revision, stands, replaces, meter, point, account, area, multiplier, item, kind, source, instant, value, unit, lsd, "
        + "origin, occurred_at, meter_time, read_at, judgement, held, rules, why, consumption, consumption_unit, consumption_from, "
        + "adjustment, quality, parameters, evidence, hash";

    internal const int ColumnCount = 32;

    internal long Sequence { get; init; }
    internal long Revision { get; init; }
    internal long Stands { get; init; }
    internal long? Replaces { get; init; }
    internal string Meter { get; init; } = "";
    internal string Point { get; init; } = "";
    internal string Account { get; init; } = "";
    internal string Area { get; init; } = "";
    internal string Multiplier { get; init; } = "";
    internal string Item { get; init; } = "";
    internal long Kind { get; init; }
    internal long Source { get; init; }
    internal long Instant { get; init; }
    internal string? Value { get; init; }
    internal string Unit { get; init; } = "";
    internal string Lsd { get; init; } = "";
    internal long Origin { get; init; }
    internal long? OccurredAt { get; init; }
    internal long? MeterTime { get; init; }
    internal long ReadAt { get; init; }
    internal long Judgement { get; init; }
    internal long Held { get; init; }
    internal string Rules { get; init; } = "";
    internal string Why { get; init; } = "";
    internal string? Consumption { get; init; }
    internal string? ConsumptionUnit { get; init; }
    internal long? ConsumptionFrom { get; init; }
    internal string? Adjustment { get; init; }
    internal string Quality { get; init; } = "";
    internal long Parameters { get; init; }
    internal long? Evidence { get; init; }
    internal byte[] Hash { get; set; } = [];

    /// <summary>The row of <paramref name="draft"/> in the place the transaction gives it; its hash is still to be set.</summary>
    internal static EntryRow Of(EntryDraft draft, Placement place, long sequence, long? evidence) => new()
    {
        Sequence = sequence,
        Revision = place.Revision,
        Stands = place.Stands ? 1 : 0,
        Replaces = place.Replaces,
        Meter = Clean(draft.Meter.Id.Value),
        Point = Clean(draft.Meter.Point),
        Account = Clean(draft.Meter.Account),
        Area = Clean(draft.Meter.Area),
        Multiplier = Exact(draft.Meter.Multiplier),
        Item = draft.Item.ToString(),
        Kind = (long)draft.Kind,
        Source = (long)draft.Source,
        Instant = draft.Instant.ToUnixTimeMilliseconds(),
        Value = Exact(draft.Value),
        Unit = draft.Unit.Symbol(),
        Lsd = Exact(draft.Lsd),
        Origin = (long)draft.Origin,
        OccurredAt = draft.OccurredAt?.ToUnixTimeMilliseconds(),
        MeterTime = draft.MeterTime?.ToUnixTimeMilliseconds(),
        ReadAt = draft.ReadAt.ToUnixTimeMilliseconds(),
        Judgement = (long)draft.Verdict.Judgement,
        Held = draft.Verdict.Held ? 1 : 0,
        Rules = Clean(string.Join(',', draft.Verdict.Rules)),
        Why = Clean(draft.Verdict.Why),
        Consumption = Exact(draft.Verdict.Consumption?.Value),
        ConsumptionUnit = draft.Verdict.Consumption?.Unit.Symbol(),
        ConsumptionFrom = draft.Verdict.Consumption?.From.ToUnixTimeMilliseconds(),
        Adjustment = Exact(draft.Verdict.Adjustment),
        Quality = Clean(draft.Verdict.Quality),
        Parameters = draft.Verdict.ParametersVersion,
        Evidence = evidence,
    };

    /// <summary>The row under the statement, which selects <see cref="Columns"/>.</summary>
    internal static EntryRow Read(Statement row) => new()
    {
        Sequence = row.Long(0),
        Revision = row.Long(1),
        Stands = row.Long(2),
        Replaces = row.LongOrNull(3),
        Meter = row.Text(4),
        Point = row.Text(5),
        Account = row.Text(6),
        Area = row.Text(7),
        Multiplier = row.Text(8),
        Item = row.Text(9),
        Kind = row.Long(10),
        Source = row.Long(11),
        Instant = row.Long(12),
        Value = row.TextOrNull(13),
        Unit = row.Text(14),
        Lsd = row.Text(15),
        Origin = row.Long(16),
        OccurredAt = row.LongOrNull(17),
        MeterTime = row.LongOrNull(18),
        ReadAt = row.Long(19),
        Judgement = row.Long(20),
        Held = row.Long(21),
        Rules = row.Text(22),
        Why = row.Text(23),
        Consumption = row.TextOrNull(24),
        ConsumptionUnit = row.TextOrNull(25),
        ConsumptionFrom = row.LongOrNull(26),
        Adjustment = row.TextOrNull(27),
        Quality = row.Text(28),
        Parameters = row.Long(29),
        Evidence = row.LongOrNull(30),
        Hash = row.Blob(31),
    };

    /// <summary>Binds all columns in their order.</summary>
    internal void Bind(Statement insert) => insert
        .Set(1, Sequence).Set(2, Revision).Set(3, Stands).Set(4, Replaces)
        .Set(5, Meter).Set(6, Point).Set(7, Account).Set(8, Area).Set(9, Multiplier)
        .Set(10, Item).Set(11, Kind).Set(12, Source).Set(13, Instant)
        .Set(14, Value).Set(15, Unit).Set(16, Lsd).Set(17, Origin)
        .Set(18, OccurredAt).Set(19, MeterTime).Set(20, ReadAt)
        .Set(21, Judgement).Set(22, Held).Set(23, Rules).Set(24, Why)
        .Set(25, Consumption).Set(26, ConsumptionUnit).Set(27, ConsumptionFrom)
        .Set(28, Adjustment).Set(29, Quality).Set(30, Parameters).Set(31, Evidence).Set(32, Hash);

    /// <summary>The entry this row says; of the archive only the stored facts come back, the multiplier as ct.</summary>
    internal Entry ToEntry(Epochs epochs) => new(
        Sequence, epochs.IdOf(Sequence), (int)Revision, ToDraft(epochs), Convert.ToHexStringLower(Hash));

    private EntryDraft ToDraft(Epochs epochs) => new()
    {
        Meter = new Meter { Id = new MeterId(Meter), Point = Point, Account = Account, Area = Area, Ct = Number(Multiplier) },
        Item = ObisCode.Parse(Item),
        Kind = (ItemKind)Kind,
        Source = (Source)Source,
        Instant = Time(Instant),
        Value = NumberOrNull(Value),
        Unit = UnitOf(Unit),
        Lsd = Number(Lsd),
        Origin = (Origin)Origin,
        OccurredAt = TimeOrNull(OccurredAt),
        MeterTime = TimeOrNull(MeterTime),
        ReadAt = Time(ReadAt),
        Verdict = ToVerdict(),
        Replaces = Replaces is { } replaced ? epochs.IdOf(replaced) : null,
    };

    private Verdict ToVerdict() => new()
    {
        Judgement = (Judgement)Judgement,
        Held = Held != 0,
        Rules = Rules.Length == 0 ? [] : Rules.Split(','),
        Why = Why,
        Consumption = Consumption is null || ConsumptionFrom is not { } from ? null : new(Number(Consumption), UnitOf(ConsumptionUnit ?? ""), Time(from)),
        Adjustment = NumberOrNull(Adjustment),
        Quality = Quality,
        ParametersVersion = (int)Parameters,
    };

    internal static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    internal static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOrNull(long? milliseconds) => milliseconds is { } known ? Time(known) : null;

    private static decimal? NumberOrNull(string? text) => text is null ? null : Number(text);

    private static Unit UnitOf(string symbol) =>
        Units.TryParse(symbol, out var unit) ? unit : throw new FormatException($"'{symbol}' is no unit of this program");

    private static string Exact(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Exact(decimal? value) => value is { } known ? Exact(known) : null;

    // What comes back from the file must be what was hashed: SQLite ends a text at NUL, UTF-8 has no lone surrogate.
    private static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var doubtful = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || text.Contains('\0', StringComparison.Ordinal);
        return doubtful ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD') : text;
    }
}
