using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The four bytes of an identifier by their names in the standard.</summary>
internal readonly record struct Identifier(DataId Id)
{
    /// <summary>The byte that asks for everything it can name.</summary>
    internal const byte Block = 0xFF;

    internal byte Di3 => (byte)(Id.Value >> 24);

    internal byte Di2 => (byte)(Id.Value >> 16);

    internal byte Di1 => (byte)(Id.Value >> 8);

    internal byte Di0 => (byte)Id.Value;

    /// <summary>The lower three bytes.</summary>
    internal int Low => (int)(Id.Value & 0xFFFFFF);

    /// <summary>The values a byte of the identifier names: itself, or 0..<paramref name="last"/> for FF. Empty when beyond.</summary>
    internal static (int First, int Last) Range(byte part, int last) => part switch
    {
        Block => (0, last),
        _ when part <= last => (part, part),
        _ => (1, 0),
    };
}
