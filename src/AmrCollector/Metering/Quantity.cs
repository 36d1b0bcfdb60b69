using System.Globalization;

namespace AmrCollector.Metering;

/// <summary>An exact amount with its unit: money is made of these, so never a double.</summary>
public readonly record struct Quantity(decimal Amount, Unit Unit)
{
    /// <summary>12340 with two decimals is 123.40: exact, trailing zeros kept. <paramref name="decimals"/> is 0..28.</summary>
    public static Quantity FromScaled(long raw, int decimals, Unit unit) => new(Scaled(raw, decimals), unit);

    /// <summary><paramref name="raw"/> x 10^-decimals as a decimal that shows all its decimals.</summary>
    public static decimal Scaled(long raw, int decimals)
    {
        var magnitude = (ulong)Math.Abs(raw);
        return new((int)(magnitude & 0xFFFF_FFFF), (int)(magnitude >> 32), 0, raw < 0, (byte)decimals);
    }

    /// <summary>The later amount less the earlier; <see cref="InvalidOperationException"/> when the units differ.</summary>
    public static Quantity operator -(Quantity later, Quantity earlier) => later.Unit == earlier.Unit
        ? later with { Amount = later.Amount - earlier.Amount }
        : throw new InvalidOperationException($"{later.Unit} minus {earlier.Unit} has no meaning");

    /// <summary>"123.40 kWh".</summary>
    public override string ToString() => Unit == Unit.None
        ? Amount.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Amount} {Unit.Symbol()}");
}
