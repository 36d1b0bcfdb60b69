namespace AmrCollector.Protocol.Dlt645;

/// <summary>Takes passwords and operator codes out of request frames before they are kept or shown (design.md §3).</summary>
public static class Dlt645Secrets
{
    /// <summary>What stands in a blanked byte on the wire: CD plain, which no password of digits can hold.</summary>
    public const byte Blank = 0x00;

    private const int DataAt = 10;

    /// <summary>
    /// Blanks the secret bytes of a good request frame in place and seals it anew, because the old checksum would tell their
    /// sum. Replies, reads and bytes that are no frame stay as they are. Returns how many bytes were blanked.
    /// </summary>
    public static int BlankIn(Span<byte> frame)
    {
        if (!Dlt645Frame.TryParse(frame, out var view) || view.IsReply) return 0;
        var (at, length) = Place(view.Function, view.RawData.Length);
        at = Math.Min(at, view.RawData.Length);
        var secret = frame.Slice(DataAt + at, Math.Min(length, view.RawData.Length - at));
        secret.Clear();
        Dlt645Frame.Seal(frame);
        return secret.Length;
    }

    /// <summary>Where in the data of a request of <paramref name="function"/> with <paramref name="length"/> data bytes the secrets stand.</summary>
    public static (int At, int Length) Place(byte function, int length) => function switch
    {
        Dlt645Function.Write => (5, 7),
        Dlt645Function.ChangePassword => (5, 7),
        Dlt645Function.ClearDemand or Dlt645Function.ClearMeter or Dlt645Function.ClearEvents or Dlt645Function.Control => (1, 7),
        // 03 is re-read in 1997, with no data at all; in the supplement all behind the identifier is cipher, operator or MAC.
        Dlt645Function.Security => (4, Math.Max(0, length - 4)),
        Dlt645Function.Write97 => (3, 3),
        Dlt645Function.ChangePassword97 => (1, 7),
        _ => (0, 0),
    };
}
