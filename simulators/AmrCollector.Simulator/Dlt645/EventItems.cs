namespace AmrCollector.Simulator.Dlt645;

/// <summary>Event counts 03xxxxxx and trip and close counts 1D, 1E: nothing has ever happened here (dossier §11, §14.2).</summary>
internal static class EventItems
{
    internal static bool TryWrite(Identifier id, ref PlainWriter data)
    {
        var width = id.Di3 is 0x1D or 0x1E ? (id.Low == 1 ? 3 : 0) : WidthOf(id.Low);
        data.Fill(0, width);
        return width > 0;
    }

    private static int WidthOf(int item) => item switch
    {
        0x010000 or 0x020000 or 0x030000 or 0x040000 or 0x0B0000 or 0x0C0000 or 0x0D0000 or 0x0E0000 or 0x0F0000 or 0x120000 => 18,
        0x050000 or 0x060000 or 0x070000 or 0x080000 or 0x090000 or 0x0A0000 => 6,
        0x110000 => 3,
        0x300000 or 0x300100 or 0x300200 or 0x300300 or 0x300400 or 0x300500 or 0x300600 or 0x300700 => 3,
        0x300800 or 0x300900 or 0x300A00 or 0x300B00 or 0x300C00 or 0x300D00 or 0x300E00 or 0x350000 => 3,
        _ => 0,
    };
}
