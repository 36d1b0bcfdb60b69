using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>What a register of the meter does to a value: the scale and the addend it makes, or why there is no value.</summary>
internal static class FactorValue
{
    private const int MostTens = 10;

    private static readonly decimal[] Tens = [1e-10m, 1e-9m, 1e-8m, 1e-7m, 1e-6m, 1e-5m, 1e-4m, 1e-3m, 1e-2m, 1e-1m, 1, 1e1m, 1e2m, 1e3m, 1e4m, 1e5m, 1e6m, 1e7m, 1e8m, 1e9m, 1e10m];

    /// <summary>Brings one factor into <paramref name="scale"/> or <paramref name="addend"/>; false with the reason when it is missing or invalid.</summary>
    internal static bool TryApply(RegisterFactor factor, Item item, in RegisterReply reply, ref decimal scale, ref decimal addend, out string why)
    {
        if (!TryGet(factor, item, reply, out var value, out why)) return false;
        switch (factor.Kind)
        {
            case FactorKind.Mark when value != factor.Expected:
                why = string.Create(CultureInfo.InvariantCulture, $"register {factor.Address} reads {value}, not {factor.Expected}: the meter's registers stand elsewhere");
                return false;
            case FactorKind.Power10 when value is < -MostTens or > MostTens:
                why = string.Create(CultureInfo.InvariantCulture, $"{factor.Name} reads {value}: no power of ten from -{MostTens} to {MostTens}");
                return false;
            case FactorKind.Power10:
                scale *= Tens[(int)value + MostTens];
                return true;
            case FactorKind.Codes when !factor.Codes.ContainsKey((long)value):
                why = string.Create(CultureInfo.InvariantCulture, $"{factor.Name} reads {value}, a code that means no unit of this item");
                return false;
            case FactorKind.Codes:
                scale *= factor.Codes[(long)value];
                return true;
            case FactorKind.Ratio when value <= 0:
                why = string.Create(CultureInfo.InvariantCulture, $"{factor.Name} reads {value}: no ratio");
                return false;
            case FactorKind.Ratio:
                scale *= value;
                return true;
            case FactorKind.Addend:
                addend += value;
                return true;
            default:
                return true;
        }
    }

    private static bool TryGet(RegisterFactor factor, Item item, in RegisterReply reply, out decimal value, out string why)
    {
        if (reply.TryGet(factor.Table, factor.Address, factor.Registers, out var wire)) return TryRead(factor, item, wire, out value, out why);
        value = 0;
        why = $"needs {factor.Name}{(factor.Item is { } named ? $" ({named.Name})" : "")}, which the meter has not told";
        return factor.Item is { } ratio && reply.Ratios is { } ratios && ratios.TryGet(ratio.Obis, out value);
    }

    private static bool TryRead(RegisterFactor factor, Item item, ReadOnlySpan<byte> wire, out decimal value, out string why)
    {
        Span<byte> room = stackalloc byte[8];
        var ordered = room[..wire.Length];
        WordOrders.Apply(wire, factor.Order, ordered);
        value = 0;
        if (NotAvailableMarks.Has(factor.NotAvailable, ordered))
        {
            why = $"{factor.Name} reads {Convert.ToHexString(ordered)}: marked as no value";
            return false;
        }

        if (factor.Type.IsFloat()) return TryFloat(factor, item, ordered, out value, out why);
        if (!ModbusNumber.TryRead(factor.Type, ordered, out var raw, out why)) return false;
        value = raw * factor.Scale;
        return true;
    }

    /// <summary>A float is rounded to the decimals of the value it is added to, or of the ratio item.</summary>
    private static bool TryFloat(RegisterFactor factor, Item item, ReadOnlySpan<byte> ordered, out decimal value, out string why)
    {
        var shown = factor.Item ?? item;
        var read = factor.Type == ModbusType.F32
            ? ExactFloat.Read(shown, factor.Scale, BinaryPrimitives.ReadSingleBigEndian(ordered))
            : ExactFloat.Read(shown, factor.Scale, BinaryPrimitives.ReadDoubleBigEndian(ordered));
        value = read.Number ?? 0;
        why = read.Fault is { } fault ? $"{factor.Name}: {fault}" : "";
        return read.Fault is null;
    }
}
