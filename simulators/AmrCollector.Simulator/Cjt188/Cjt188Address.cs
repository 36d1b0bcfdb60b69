using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Cjt188;

/// <summary>A CJ/T 188 address: 14 digits, the meter's twelve behind the maker's two, low digits first on the wire.</summary>
internal static class Cjt188Address
{
    private const byte Any = 0xAA;

    /// <summary>The address of a meter, as written: 14 digits.</summary>
    internal static string TextOf(SimulatedMeter meter) => (meter.Faults.Address ?? meter.Id).PadLeft(14, '0');

    /// <summary>Writes a meter's address as it stands on the wire.</summary>
    internal static void Write(SimulatedMeter meter, Span<byte> destination)
    {
        if (meter.Recalled?.Parameters.TryGetValue(Cjt188Meter.AddressItem, out var given) == true) given.CopyTo(destination);
        else Bcd.Write(long.Parse(TextOf(meter)), destination[..Cjt188Frame.AddressLength]);
    }

    /// <summary>True when a request to <paramref name="medium"/> and <paramref name="address"/> is for this meter; AA matches anything.</summary>
    internal static bool IsFor(SimulatedMeter meter, byte medium, ReadOnlySpan<byte> address)
    {
        if (medium != Any && medium != meter.Kind.Medium) return false;
        Span<byte> own = stackalloc byte[Cjt188Frame.AddressLength];
        Write(meter, own);
        for (var i = 0; i < own.Length; i++)
            if (address[i] != Any && address[i] != own[i]) return false;
        return true;
    }
}
