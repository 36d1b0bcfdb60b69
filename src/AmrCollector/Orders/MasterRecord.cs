using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>What of a meter must never change without a dated order: it decides what a register means, and whose it is.</summary>
/// <param name="Ct">Current transformer ratio.</param>
/// <param name="Pt">Voltage transformer ratio.</param>
/// <param name="Digits">Digits ahead of the point.</param>
/// <param name="Account">Who pays.</param>
/// <param name="Point">Where.</param>
public sealed record MasterRecord(decimal Ct, decimal Pt, int Digits, string Account, string Point)
{
    /// <summary>What the list says of <paramref name="meter"/>.</summary>
    public static MasterRecord Of(Meter meter) => new(meter.Ct, meter.Pt, meter.Digits, meter.Account, meter.Point);

    /// <summary>ct x pt.</summary>
    public decimal Multiplier => Ct * Pt;

    /// <summary>What <paramref name="order"/> makes of it.</summary>
    public MasterRecord After(Order order) => new(order.Ct ?? Ct, order.Pt ?? Pt, order.Digits ?? Digits, order.Account ?? Account, order.Point ?? Point);

    /// <summary>The meter with these facts.</summary>
    public Meter On(Meter meter) => Of(meter) == this ? meter : meter with { Ct = Ct, Pt = Pt, Digits = Digits, Account = Account, Point = Point };

    /// <summary>"ct 30 -> 40, account A1 -> A2": what differs from here to <paramref name="other"/>; empty when nothing does.</summary>
    public string Until(MasterRecord other)
    {
        List<string> parts = [];
        if (Ct != other.Ct) parts.Add($"ct {Ct:0.####} -> {other.Ct:0.####}");
        if (Pt != other.Pt) parts.Add($"pt {Pt:0.####} -> {other.Pt:0.####}");
        if (Digits != other.Digits) parts.Add($"digits {Digits} -> {other.Digits}");
        if (Account != other.Account) parts.Add($"account '{Account}' -> '{other.Account}'");
        if (Point != other.Point) parts.Add($"point '{Point}' -> '{other.Point}'");
        return string.Join(", ", parts);
    }
}
