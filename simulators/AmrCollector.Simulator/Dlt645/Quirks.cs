namespace AmrCollector.Simulator.Dlt645;

/// <summary>What real meters do to the data of a good reply (dossier §16).</summary>
internal static class Quirks
{
    private const byte Separator = 0xAA;
    private const int VoltageWidth = 2, CurrentWidth = 3;

    /// <summary>True when the meter refuses this identifier for being a block.</summary>
    internal static bool RefusesBlock(MeterFaults faults, Identifier id) => faults.NoBlocks && IsBlock(id);

    /// <summary>Alters <paramref name="data"/> as the faults say.</summary>
    internal static void Apply(MeterFaults faults, Identifier id, ref PlainWriter data)
    {
        if (faults is { OddWidths: false, ShortBlocks: 0, BadDigits: false, AaSeparators: false }) return;
        if (faults.OddWidths && id is { Di3: 0x02, Di2: 1 or 2 }) ChangeWidths(id.Di2, ref data);
        if (faults.ShortBlocks > 0 && IsBlock(id) && WidthOf(id) is > 0 and var width) data.Cut(width * faults.ShortBlocks);
        if (faults.BadDigits && id.Di3 == 0x00 && data.Length >= 4) data.Overwrite([0x00, 0x00, 0x0E, 0x00]);
        if (faults.AaSeparators && IsBlock(id) && id is not { Di3: 0x05, Di2: 0x04 }) data.Fill(Separator, 1);
    }

    private static bool IsBlock(Identifier id) => id.Di2 == Identifier.Block || id.Di1 == Identifier.Block || id.Di0 == Identifier.Block;

    private static int WidthOf(Identifier id) => (id.Di3, id.Di2) switch
    {
        (0x00, _) => 4,
        (0x01, _) => 8,
        (0x02, >= 2 and <= 5) => 3,
        (0x02, _) => 2,
        _ => 0,
    };

    // A voltage of 3 bytes has a zero above it; a current of 2 loses its last two digits.
    private static void ChangeWidths(byte quantity, ref PlainWriter data)
    {
        var changed = new PlainWriter(stackalloc byte[16]);
        for (var rest = data.Written; rest.Length >= (quantity == 1 ? VoltageWidth : CurrentWidth);)
        {
            changed.Bytes(quantity == 1 ? rest[..VoltageWidth] : rest.Slice(1, CurrentWidth - 1));
            if (quantity == 1) changed.Fill(0, 1);
            rest = rest[(quantity == 1 ? VoltageWidth : CurrentWidth)..];
        }

        data.Cut(0);
        data.Bytes(changed.Written);
    }
}
