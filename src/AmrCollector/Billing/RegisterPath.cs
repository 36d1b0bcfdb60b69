using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Billing;

/// <summary>
/// The primary energy between two stands of a register, through exchanges, changes of ratio and the register's own modulus: by registers
/// alone, so that instalments and the final read add up to the difference of the cycle. Pure and exact.
/// </summary>
/// <param name="listed">The meter as the list has it.</param>
/// <param name="item">The register.</param>
/// <param name="book">The orders.</param>
/// <param name="wrap">Where the register starts again when its model knows; null: by its digits.</param>
public sealed class RegisterPath(Meter listed, ObisCode item, OrderBook book, decimal? wrap)
{
    private readonly IReadOnlyList<WorkOrder> _cuts = book.Cuts(listed);

    /// <summary>
    /// Energy from <paramref name="from"/> to <paramref name="to"/>, which is not earlier; null with a sentence when it cannot be said. A fall by
    /// more than half the modulus is one wrap; any other fall is a number only beside an estimate, within one step, or where energy is fed in.
    /// </summary>
    public (decimal? Energy, string Why) Between(RegisterStand from, RegisterStand to, decimal lsd)
    {
        var (energy, stand, at) = (0m, from.Value, from.At);
        var isEstimate = from.IsEstimate;
        foreach (var cut in _cuts)
        {
            if (!IsAfter(cut, from) || IsAfter(cut, to)) continue;
            if (cut.CutOf(item) is not { } registers) return (null, $"the order of {cut.At:yyyy-MM-dd} says nothing of register {item}");
            if (Segment(stand, registers.Before, at, cut.At.AddMilliseconds(-1), isEstimate, lsd) is not { } part) return (null, Fell(stand, registers.Before));
            energy += part;
            (stand, at, isEstimate) = (registers.After, cut.At, false);
        }

        return Segment(stand, to.Value, at, at, isEstimate || to.IsEstimate, lsd) is { } last ? (energy + last, "") : (null, Fell(stand, to.Value));
    }

    /// <summary>True when an exchange or a change of ratio lies between the instants.</summary>
    public bool IsCut(DateTimeOffset after, DateTimeOffset until) => _cuts.Any(cut => cut.At > after && cut.At <= until);

    /// <summary>Where the register starts again from 0 at <paramref name="at"/>.</summary>
    public decimal ModulusAt(DateTimeOffset at) => wrap ?? book.MeterAt(listed, at).Modulus;

    private decimal? Segment(decimal before, decimal after, DateTimeOffset begins, DateTimeOffset ends, bool isEstimate, decimal lsd)
    {
        var (difference, modulus) = (after - before, ModulusAt(ends));
        if (difference < 0 && -difference > modulus / 2) difference += modulus;
        if (difference > 0 && isEstimate && difference > modulus / 2) difference -= modulus; // an estimate that ran past the wrap
        if (difference < 0 && !isEstimate && !listed.HasGeneration && -difference > lsd) return null;
        return difference * book.MeterAt(listed, begins).Multiplier;
    }

    private static bool IsAfter(WorkOrder cut, RegisterStand stand) => cut.At > stand.At || (cut.At == stand.At && stand.BeforeOrder);

    private static string Fell(decimal before, decimal after) => $"the register fell from {Text(before)} to {Text(after)} and nothing explains it";

    private static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
