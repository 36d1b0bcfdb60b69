namespace AmrCollector.Ledger;

/// <summary>
/// An entry's columns where SQLite has them, without a copy: texts are UTF-8, amounts the exact decimal text that was hashed, instants
/// UTC unix milliseconds, enums the numbers of their members. Good only inside the visit.
/// </summary>
public readonly ref struct StoredEntry
{
    internal const string Columns =
        "sequence, revision, replaces, meter, point, account, area, item, kind, source, instant, value, unit, multiplier, consumption, "
        + "consumption_unit, consumption_from, adjustment, occurred_at, origin, judgement, held, rules, quality, meter_time, read_at, hash, "
        + "CASE kind WHEN 4 THEN (SELECT reply FROM evidence v WHERE v.id = entry.evidence) END"; // 4: ItemKind.Interval, its intervals

    private readonly nint _row;

    internal StoredEntry(Statement row) => _row = row.Pointer;

    /// <summary>Its place.</summary>
    public long Sequence => Long(0);

    /// <summary>1 for the first of its key.</summary>
    public long Revision => Long(1);

    /// <summary>Place of the entry it replaces.</summary>
    public long? Replaces => LongOrNull(2);

    /// <summary>Meter's id.</summary>
    public ReadOnlySpan<byte> Meter => Text(3);

    /// <summary>Metering point.</summary>
    public ReadOnlySpan<byte> Point => Text(4);

    /// <summary>Account.</summary>
    public ReadOnlySpan<byte> Account => Text(5);

    /// <summary>Transformer area.</summary>
    public ReadOnlySpan<byte> Area => Text(6);

    /// <summary>OBIS code.</summary>
    public ReadOnlySpan<byte> Item => Text(7);

    /// <summary>How the item moves.</summary>
    public int Kind => (int)Long(8);

    /// <summary>Where it comes from.</summary>
    public int Source => (int)Long(9);

    /// <summary>The time it holds for.</summary>
    public long Instant => Long(10);

    /// <summary>The value; empty when its bytes were no number.</summary>
    public ReadOnlySpan<byte> Value => Text(11);

    /// <summary>Symbol of its unit.</summary>
    public ReadOnlySpan<byte> Unit => Text(12);

    /// <summary>Transformer ratio.</summary>
    public ReadOnlySpan<byte> Multiplier => Text(13);

    /// <summary>What was used; empty when nothing can be derived.</summary>
    public ReadOnlySpan<byte> Consumption => Text(14);

    /// <summary>Symbol of the unit of that.</summary>
    public ReadOnlySpan<byte> ConsumptionUnit => Text(15);

    /// <summary>Since when.</summary>
    public long? ConsumptionFrom => LongOrNull(16);

    /// <summary>Difference to what was replaced; empty for none.</summary>
    public ReadOnlySpan<byte> Adjustment => Text(17);

    /// <summary>When a demand occurred.</summary>
    public long? OccurredAt => LongOrNull(18);

    /// <summary>What kind of number.</summary>
    public int Origin => (int)Long(19);

    /// <summary>The verdict.</summary>
    public int Judgement => (int)Long(20);

    /// <summary>Whether it is held.</summary>
    public bool Held => Long(21) != 0;

    /// <summary>Rules by commas.</summary>
    public ReadOnlySpan<byte> Rules => Text(22);

    /// <summary>CIM quality code.</summary>
    public ReadOnlySpan<byte> Quality => Text(23);

    /// <summary>The meter's clock.</summary>
    public long? MeterTime => LongOrNull(24);

    /// <summary>The collector's clock.</summary>
    public long ReadAt => Long(25);

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> Hash => Text(26);

    /// <summary>The packed intervals of a day of a load profile; empty for all else.</summary>
    public ReadOnlySpan<byte> Intervals => Text(27);

    private long Long(int column) => SqliteColumns.Int64(_row, column);

    private long? LongOrNull(int column) => SqliteColumns.Type(_row, column) == SqliteColumns.Null ? null : SqliteColumns.Int64(_row, column);

    private ReadOnlySpan<byte> Text(int column) => SqliteColumns.Span(_row, column);
}
