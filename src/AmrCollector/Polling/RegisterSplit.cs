using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>A read that failed as a whole and goes on in two parts; when both are answered the whole is known to be what failed.</summary>
/// <param name="whole">The read that failed.</param>
/// <param name="hole">The registers nobody asked for at the cut; null when the parts touch.</param>
internal sealed class RegisterSplit(Question.Modbus whole, RegisterRange? hole)
{
    private int _open = 2;
    private bool _failed;

    /// <summary>The hole at the cut.</summary>
    internal RegisterRange? Hole => hole;

    /// <summary>The table both parts are read from.</summary>
    internal ModbusTable Table => whole.Table;

    /// <summary>Registers of the larger part, at least half of the whole: so many are known or hoped to be answered at once.</summary>
    internal int Larger { get; private set; }

    /// <summary>
    /// Cuts <paramref name="whole"/> in two: at the hole nearest its middle if it has one, else between two values. Null when its values
    /// cannot be parted.
    /// </summary>
    internal static (RegisterSplit Split, Question.Modbus Low, Question.Modbus High)? Of(Question.Modbus whole, RegisterLimits limits, bool atHoles)
    {
        Item[] items = [.. whole.Items.OrderBy(item => At(item).Address)];
        var middle = whole.Start + (whole.Count / 2.0);
        var best = (Index: 0, IsHole: false, Distance: double.MaxValue);
        var end = 0;
        for (var i = 1; i < items.Length; i++)
        {
            end = Math.Max(end, RegisterPlan.End(items[i - 1]));
            var next = At(items[i]).Address;
            if (next < end) continue;
            var candidate = (Index: i, IsHole: atHoles && next > end, Distance: Math.Abs(((next + end) / 2.0) - middle));
            if (best.Index == 0 || (candidate.IsHole && !best.IsHole) || (candidate.IsHole == best.IsHole && candidate.Distance < best.Distance)) best = candidate;
        }

        if (best.Index == 0) return AtEnd(whole, limits);
        var low = RegisterPlan.Run(whole.Table, items[..best.Index], limits);
        var high = RegisterPlan.Run(whole.Table, items[best.Index..], limits);
        var (from, to) = (items[..best.Index].Max(RegisterPlan.End), At(items[best.Index]).Address);
        RegisterRange? hole = atHoles && to > from ? new(whole.Table, (ushort)from, (ushort)(to - 1)) : null;
        return (new(whole, hole) { Larger = Math.Max(Math.Max(low.Count, high.Count), whole.Count / 2) }, low, high);
    }

    /// <summary>One part came to its end; true when both were answered, so that the whole is to blame.</summary>
    internal bool Settle(bool answered)
    {
        _failed |= !answered;
        return --_open == 0 && !_failed && Larger < whole.Count;
    }

    /// <summary>
    /// Values that all need one register, as SunSpec's need the number of their model, are parted by how far their reads reach: what the
    /// shorter one answers is kept. Null when all reach as far.
    /// </summary>
    private static (RegisterSplit Split, Question.Modbus Low, Question.Modbus High)? AtEnd(Question.Modbus whole, RegisterLimits limits)
    {
        Item[] items = [.. whole.Items.OrderBy(RegisterPlan.End)];
        var (index, middle) = (0, At(items[0]).Address + (whole.Count / 2));
        for (var i = 1; i < items.Length; i++)
        {
            if (RegisterPlan.End(items[i]) == RegisterPlan.End(items[i - 1])) continue;
            if (index == 0 || Math.Abs(RegisterPlan.End(items[i - 1]) - middle) < Math.Abs(RegisterPlan.End(items[index - 1]) - middle)) index = i;
        }

        if (index == 0) return null;
        var low = RegisterPlan.Run(whole.Table, items[..index], limits);
        var high = RegisterPlan.Run(whole.Table, items[index..], limits);
        return (new(whole, null) { Larger = Math.Max(low.Count, high.Count) }, low, high);
    }

    /// <summary>True when <paramref name="read"/> runs across registers nobody asked for.</summary>
    internal static bool HasHole(Question.Modbus read)
    {
        var end = int.MaxValue;
        foreach (var item in read.Items.OrderBy(item => At(item).Address))
        {
            if (At(item).Address > end) return true;
            end = end == int.MaxValue ? RegisterPlan.End(item) : Math.Max(end, RegisterPlan.End(item));
        }

        return false;
    }

    private static Layout.Modbus At(Item item) => (Layout.Modbus)item.Layout;
}
