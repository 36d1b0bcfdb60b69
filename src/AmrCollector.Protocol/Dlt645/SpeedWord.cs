namespace AmrCollector.Protocol.Dlt645;

/// <summary>The speed word Z, one bit a speed; the two editions count from different speeds (dossier §5.7, §15.1).</summary>
public static class SpeedWord
{
    private static readonly int[] Speeds2007 = [600, 1200, 2400, 4800, 9600, 19200];
    private static readonly int[] Speeds1997 = [300, 600, 1200, 2400, 4800, 9600];

    /// <summary>The speeds an edition names, rising.</summary>
    public static IReadOnlyList<int> Speeds(Dlt645Edition edition) => Of(edition);

    /// <summary>The word for <paramref name="baud"/>; false when the edition has none.</summary>
    public static bool TryWord(int baud, Dlt645Edition edition, out byte word)
    {
        var bit = Array.IndexOf(Of(edition), baud);
        word = bit < 0 ? (byte)0 : (byte)(2 << bit);
        return bit >= 0;
    }

    /// <summary>The speed of <paramref name="word"/>; false when it is not exactly one of the edition's bits.</summary>
    public static bool TryBaud(byte word, Dlt645Edition edition, out int baud)
    {
        baud = 0;
        for (var bit = 0; bit < Of(edition).Length; bit++)
            if (word == 2 << bit) baud = Of(edition)[bit];
        return baud > 0;
    }

    private static int[] Of(Dlt645Edition edition) => edition == Dlt645Edition.V1997 ? Speeds1997 : Speeds2007;
}
