namespace AmrCollector.Protocol.Dlt645;

/// <summary>
/// Takes passwords and operator codes of both editions out of frames before they are kept or shown (design.md §3): where the data
/// of a control code differ between the editions, both readings are blanked.
/// </summary>
public static class Dlt645Secrets
{
    /// <summary>What stands in a blanked byte on the wire: CD plain, which no password of digits can hold.</summary>
    public const byte Blank = 0x00;

    private const int DataAt = 10;
    private const int OperatorLength = 4;
    private const uint Password97 = 0xC212;

    /// <summary>
    /// Blanks the secret bytes of one good frame (FE ahead of it allowed) in place and seals it anew, because the old checksum would
    /// tell their sum. Reads, plain replies and bytes that are no frame stay as they are. Returns how many bytes were blanked.
    /// </summary>
    public static int BlankIn(Span<byte> frame)
    {
        frame = frame[Dlt645Frame.PreambleLength(frame)..];
        if (!Dlt645Frame.TryParse(frame, out var view)) return 0;
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        plain = plain[..view.CopyData(plain)];
        var (at, length) = view.IsReply ? PlaceInReply(view.Function, plain) : Place(view.Function, plain);
        at = Math.Min(at, plain.Length);
        var secret = frame.Slice(DataAt + at, Math.Min(length, plain.Length - at));
        if (secret.IsEmpty || view.IsRefusal) return 0;
        secret.Clear();
        Dlt645Frame.Seal(frame);
        return secret.Length;
    }

    /// <summary>Blanks every good frame in <paramref name="bytes"/>, whatever stands around them; returns how many bytes were blanked.</summary>
    public static int BlankAllIn(Span<byte> bytes)
    {
        var blanked = 0;
        while (!bytes.IsEmpty)
        {
            var found = Dlt645Frame.Scan(bytes);
            if (found.Verdict == ScanVerdict.Frame) blanked += BlankIn(bytes[..found.Length]);
            bytes = bytes[Math.Max(1, found.Length)..];
        }

        return blanked;
    }

    private static (int At, int Length) Place(byte function, ReadOnlySpan<byte> plain) => function switch
    {
        Dlt645Function.Write => (5, IsPassword(plain) ? plain.Length : 7),
        Dlt645Function.ChangePassword => (5, 7),
        Dlt645Function.ClearDemand or Dlt645Function.ClearMeter or Dlt645Function.ClearEvents or Dlt645Function.Control => (1, 7),
        // 03 is re-read in 1997, with no data at all; in the supplement all behind the identifier is cipher, operator or MAC.
        Dlt645Function.Security => (4, plain.Length),
        Dlt645Function.Write97 => (3, IsPassword97(plain) ? plain.Length : 3),
        Dlt645Function.ChangePassword97 => (1, 7),
        // Without data by the standard; some makers want level and password, or an operator too.
        Dlt645Function.ClearDemand97 => (1, 7),
        Dlt645Function.Read or Dlt645Function.ReadNext or Dlt645Function.ReadAddress or Dlt645Function.WriteAddress or Dlt645Function.Freeze
            or Dlt645Function.ChangeSpeed or Dlt645Function.Output or Dlt645Function.ActiveReport or Dlt645Function.BroadcastTime
            or Dlt645Function.Read97 or Dlt645Function.ReadNext97 or Dlt645Function.WriteAddress97 or Dlt645Function.ChangeSpeed97 => (0, 0),
        // A maker's own command: nobody knows where its password stands.
        _ => (0, plain.Length),
    };

    private static (int At, int Length) PlaceInReply(byte function, ReadOnlySpan<byte> plain) => function switch
    {
        Dlt645Function.ChangePassword or Dlt645Function.ChangePassword97 => (1, 3),
        Dlt645Function.Read => IsPassword(plain) ? (4, plain.Length) : Operator(plain),
        Dlt645Function.Read97 or Dlt645Function.ReadAgain97 when IsPassword97(plain) => (2, plain.Length),
        _ => (0, 0),
    };

    /// <summary>Event records name who did it (dossier §11, §14.2): behind the time, but in a clock record first.</summary>
    private static (int At, int Length) Operator(ReadOnlySpan<byte> plain)
    {
        if (plain.Length <= DataId.Length) return (0, 0);
        var id = DataId.FromWire(plain).Value;
        var record = (byte)id;
        if ((id >> 16) is 0x1D00 or 0x1E00) return (byte)(id >> 8) == 0xFF ? (DataId.Length + Dlt645Clock.SecondLength, OperatorLength) : (0, 0);
        if ((id >> 16) != 0x0330 || record == 0 || (byte)(id >> 8) is 0x0D or 0x0E) return (0, 0);
        if (record == 0xFF) return (DataId.Length, plain.Length);
        return (DataId.Length + ((byte)(id >> 8) == 0x04 ? 0 : Dlt645Clock.SecondLength), OperatorLength);
    }

    private static bool IsPassword(ReadOnlySpan<byte> plain) => plain.Length >= DataId.Length && DataId.FromWire(plain).Value >> 8 == 0x04000C;

    private static bool IsPassword97(ReadOnlySpan<byte> plain) => plain.Length >= 2 && (plain[0] | (plain[1] << 8)) == Password97;
}
