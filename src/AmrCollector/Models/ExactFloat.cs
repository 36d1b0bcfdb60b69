using System.Globalization;
using System.Numerics;
using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>
/// IEEE 754 to decimal without a detour: the float is the exact fraction it stands for, times the exact scale, then rounded once to
/// the item's decimals, half to even (GB/T 8170, IEEE 754). The casts of the platform round to 7 or 15 digits first, which moves
/// the last digit of a bill.
/// </summary>
internal static class ExactFloat
{
    private const int LsdDecimals = 6;

    /// <summary>The value of a single; NaN and infinities are faults.</summary>
    internal static DecodedValue Read(Item item, decimal scale, float value) =>
        Read(item, scale, value, MathF.BitIncrement(MathF.Abs(value)) - (double)MathF.Abs(value));

    /// <summary>The value of a double; NaN and infinities are faults.</summary>
    internal static DecodedValue Read(Item item, decimal scale, double value) =>
        Read(item, scale, value, Math.BitIncrement(Math.Abs(value)) - Math.Abs(value));

    private static DecodedValue Read(Item item, decimal scale, double value, double ulp)
    {
        if (!double.IsFinite(value)) return DecodedValue.Faulty(item, double.IsNaN(value) ? "NaN: no value" : "infinite: no value");
        var step = Quantity.Scaled(1, item.Decimals);
        if (!TryScale(value, scale, item.Decimals, roundUp: false, out var number))
            return DecodedValue.Faulty(item, string.Create(CultureInfo.InvariantCulture, $"{value:G9}: too large for a register"));

        var stepAtValue = double.IsFinite(ulp) && TryScale(ulp, Math.Abs(scale), Math.Max(item.Decimals, LsdDecimals), roundUp: true, out var lsd)
            ? Math.Max(step, lsd)
            : step;
        return DecodedValue.Of(item, number, stepAtValue);
    }

    /// <summary>value x scale with <paramref name="decimals"/> digits behind the point; false when a decimal cannot hold it.</summary>
    private static bool TryScale(double value, decimal scale, int decimals, bool roundUp, out decimal result)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;

        exponent -= 1075;
        var tens = decimals - scale.Scale;
        var numerator = new BigInteger(value < 0 ? -mantissa : mantissa) * Unscaled(scale)
            * BigInteger.Pow(2, Math.Max(exponent, 0)) * BigInteger.Pow(10, Math.Max(tens, 0));
        var denominator = BigInteger.Pow(2, Math.Max(-exponent, 0)) * BigInteger.Pow(10, Math.Max(-tens, 0));
        var rounded = Divide(numerator, denominator, roundUp);
        var fits = rounded.GetBitLength() <= 95;
        result = fits ? (decimal)rounded * Quantity.Scaled(1, decimals) : 0;
        return fits;
    }

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, bool roundUp)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest.IsZero) return quotient;
        if (roundUp) return quotient + numerator.Sign;
        var half = (BigInteger.Abs(rest) * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + numerator.Sign : quotient;
    }

    private static BigInteger Unscaled(decimal scale) => new(scale * DecimalPower(scale.Scale));

    private static decimal DecimalPower(byte exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }
}
