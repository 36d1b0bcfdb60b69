using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>A billing read as its columns hold it, and the hash over them: each field as UTF-8 with its length (4 bytes big-endian) before it, FFFFFFFF for null, after the hash before it.</summary>
internal static class BillingRow
{
    private const int DayBase = 10_000;
    private static readonly byte[] Null = [0xFF, 0xFF, 0xFF, 0xFF];

    /// <summary>The hash the chain of the book of <paramref name="ledger"/> begins with.</summary>
    internal static byte[] Genesis(string ledger) => SHA256.HashData(Encoding.UTF8.GetBytes($"AmrCollector billing 1 {ledger}"));

    /// <summary>A local day as its column has it: 20261201.</summary>
    internal static long Number(DateOnly day) => (day.Year * DayBase) + (day.Month * 100) + day.Day;

    internal static byte[] Hash(BillingRead read, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in Fields(read))
        {
            if (field is null)
            {
                hash.AppendData(Null);
                continue;
            }

            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    internal static void Bind(Statement insert, BillingRead read, byte[] hash)
    {
        insert.Set(1, read.Number).Set(2, (long)read.Revision).Set(3, read.Replaces).Set(4, read.Meter.Value).Set(5, read.Point).Set(6, read.Account)
            .Set(7, read.Item.ToString()).Set(8, Number(read.Day)).Set(9, read.DueAt.ToUnixTimeMilliseconds()).Set(10, (long)read.Kind).Set(11, (long)read.Cause)
            .Set(12, read.Order).Set(13, (long)read.Branch).Set(14, (long)read.State).Set(15, Exact(read.Value)).Set(16, read.Unit.Symbol()).Set(17, Exact(read.Lsd))
            .Set(18, Exact(read.Multiplier)).Set(19, read.Instant.ToUnixTimeMilliseconds()).Set(20, (long)read.Source).Set(21, read.Quality)
            .Set(22, string.Join(',', read.Entries)).Set(23, Exact(read.Consumption)).Set(24, read.Since).Set(25, Exact(read.Adjustment)).Set(26, read.Why)
            .Set(27, read.Head.ToString()).Set(28, read.IssuedAt.ToUnixTimeMilliseconds()).Set(29, hash);
    }

    internal static BillingRead Read(Statement row) => new()
    {
        Number = row.Long(0),
        Revision = (int)row.Long(1),
        Replaces = row.LongOrNull(2),
        Meter = new(row.Text(3)),
        Point = row.Text(4),
        Account = row.Text(5),
        Item = ObisCode.Parse(row.Text(6)),
        Day = new((int)(row.Long(7) / DayBase), (int)(row.Long(7) / 100 % 100), (int)(row.Long(7) % 100)),
        DueAt = EntryRow.Time(row.Long(8)),
        Kind = (BillingKind)row.Long(9),
        Cause = (BillingCause)row.Long(10),
        Order = row.Text(11),
        Branch = (BillingBranch)row.Long(12),
        State = (BillingState)row.Long(13),
        Value = Amount(row.TextOrNull(14)),
        Unit = Units.TryParse(row.Text(15), out var unit) ? unit : throw new FormatException($"'{row.Text(15)}' is no unit of this program"),
        Lsd = EntryRow.Number(row.Text(16)),
        Multiplier = EntryRow.Number(row.Text(17)),
        Instant = EntryRow.Time(row.Long(18)),
        Source = (Source)row.Long(19),
        Quality = row.Text(20),
        Entries = row.Text(21) is { Length: > 0 } entries ? entries.Split(',') : [],
        Consumption = Amount(row.TextOrNull(22)),
        Since = row.LongOrNull(23),
        Adjustment = Amount(row.TextOrNull(24)),
        Why = row.Text(25),
        Head = LedgerHead.TryParse(row.Text(26), out var head) ? head : default,
        IssuedAt = EntryRow.Time(row.Long(27)),
        Hash = Convert.ToHexStringLower(row.Blob(28)),
    };

    private static string?[] Fields(BillingRead read) =>
    [
        Whole(read.Number), Whole(read.Revision), Whole(read.Replaces), read.Meter.Value, read.Point, read.Account, read.Item.ToString(), Whole(Number(read.Day)),
        Whole(read.DueAt.ToUnixTimeMilliseconds()), Whole((long)read.Kind), Whole((long)read.Cause), read.Order, Whole((long)read.Branch), Whole((long)read.State),
        Exact(read.Value), read.Unit.Symbol(), Exact(read.Lsd), Exact(read.Multiplier), Whole(read.Instant.ToUnixTimeMilliseconds()), Whole((long)read.Source),
        read.Quality, string.Join(',', read.Entries), Exact(read.Consumption), Whole(read.Since), Exact(read.Adjustment), read.Why, read.Head.ToString(),
        Whole(read.IssuedAt.ToUnixTimeMilliseconds()),
    ];

    private static string? Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Exact(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    private static decimal? Amount(string? text) => text is null ? null : EntryRow.Number(text);
}
