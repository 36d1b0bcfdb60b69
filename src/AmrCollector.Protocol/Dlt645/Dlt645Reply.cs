namespace AmrCollector.Protocol.Dlt645;

/// <summary>Attribution: does a checked frame answer this request? An 8-bit sum alone passes one garbled frame in 256.</summary>
public static class Dlt645Reply
{
    private const byte Offset = 0x33;

    /// <summary>
    /// True when <paramref name="reply"/> comes from a meter that <paramref name="asked"/> names: its own address, or AA..AA,
    /// which some meters leave in when the request had wildcards (dossier §4, §16). With <paramref name="anonymous"/> AA..AA counts
    /// whatever was asked: for a line with one meter only.
    /// </summary>
    public static bool IsFrom(Dlt645Frame reply, Dlt645Address asked, bool anonymous = false)
    {
        var own = reply.Address;
        return reply.IsReply && (asked.Matches(own) || ((anonymous || asked.HasWildcard) && own == Dlt645Address.AnyMeter));
    }

    /// <summary>
    /// True when <paramref name="reply"/> answers a request for an identifier: address, function, and in a normal reply the
    /// identifier's <paramref name="idLength"/> bytes again; with <paramref name="sequence"/> also the SEQ that ends a follow-up
    /// part. A refusal carries one error byte instead (two after an authentication); a normal reply without any data means "no data"
    /// (dossier §16).
    /// </summary>
    public static bool Answers(
        Dlt645Frame reply, Dlt645Address asked, byte function, DataId id, int idLength = DataId.Length, byte? sequence = null, bool anonymous = false)
    {
        if (!IsFrom(reply, asked, anonymous) || reply.Function != function) return false;
        var raw = reply.RawData;
        if (reply.IsRefusal) return !reply.HasMore && IsErrorLength(function, raw.Length);
        if (raw.IsEmpty) return !reply.HasMore && sequence is null;
        if (raw.Length < idLength || !Repeats(raw[..idLength], id)) return false;
        return sequence is not { } expected || (raw.Length > idLength && raw[^1] == Masked(expected));
    }

    /// <summary>
    /// True when <paramref name="reply"/> answers a request that repeats no identifier: read address (six bytes that name the
    /// meter), write, freeze, control and the other commands, each with as many bytes as its reply has (dossier §5, §15.1).
    /// </summary>
    public static bool Answers(Dlt645Frame reply, Dlt645Address asked, byte function, bool anonymous = false)
    {
        if (!IsFrom(reply, asked, anonymous) || reply.Function != function) return false;
        var length = reply.RawData.Length;
        if (reply.IsRefusal) return !reply.HasMore && IsErrorLength(function, length);
        if (function == Dlt645Function.ReadAgain97) return length >= Dlt645Request97.IdLength;
        return !reply.HasMore && function switch
        {
            Dlt645Function.ReadAddress => NamesMeter(reply, asked),
            Dlt645Function.Write or Dlt645Function.WriteAddress or Dlt645Function.Freeze or Dlt645Function.ClearDemand or Dlt645Function.ClearMeter
                or Dlt645Function.ClearEvents or Dlt645Function.Write97 or Dlt645Function.WriteAddress97 or Dlt645Function.ClearDemand97 => length == 0,
            // Meters of 2013 and later may return the result word of a control (dossier §14.4).
            Dlt645Function.Control => length is 0 or 2,
            Dlt645Function.ChangeSpeed or Dlt645Function.ChangeSpeed97 or Dlt645Function.Output => length == 1,
            Dlt645Function.ChangePassword or Dlt645Function.ChangePassword97 => length == Dlt645Authority.PasswordLength,
            _ => true,
        };
    }

    /// <summary>True when a normal <paramref name="reply"/> holds exactly <paramref name="plain"/>: the echoed speed, password or output.</summary>
    internal static bool Holds(Dlt645Frame reply, ReadOnlySpan<byte> plain)
    {
        var raw = reply.RawData;
        if (raw.Length != plain.Length) return false;
        for (var i = 0; i < raw.Length; i++)
            if (raw[i] != Masked(plain[i])) return false;
        return true;
    }

    /// <summary>
    /// True when <paramref name="reply"/> holds no load record, or its first one is not older than <paramref name="from"/> (mm hh DD MM YY):
    /// a meter returns the records at or after the time asked (dossier §7). The time of a damaged record does not count.
    /// </summary>
    internal static bool IsNotBefore(Dlt645Frame reply, ReadOnlySpan<byte> from)
    {
        const int marker = DataId.Length, time = marker + 3;
        var raw = reply.RawData;
        if (raw.Length <= DataId.Length) return true;
        if (raw.Length < time + Dlt645Clock.MinuteLength || raw[marker] != raw[marker + 1]) return false;
        if (raw[marker] == Masked(0xE0)) return true;
        if (raw[marker] != Masked(0xA0)) return false;
        for (var i = Dlt645Clock.MinuteLength - 1; i >= 0; i--)
        {
            var plain = unchecked((byte)(raw[time + i] - Offset));
            if (plain != from[i]) return plain > from[i];
        }

        return true;
    }

    private static bool IsErrorLength(byte function, int length) =>
        length == 1 || (length == 2 && function is Dlt645Function.Security or Dlt645Function.Control);

    private static bool NamesMeter(Dlt645Frame reply, Dlt645Address asked)
    {
        if (reply.RawData.Length != Dlt645Address.Length) return false;
        Span<byte> plain = stackalloc byte[Dlt645Address.Length];
        reply.CopyData(plain);
        var named = Dlt645Address.FromWire(plain);
        return asked.Matches(named) && (reply.Address == named || reply.Address == Dlt645Address.AnyMeter);
    }

    private static bool Repeats(ReadOnlySpan<byte> raw, DataId id)
    {
        for (var i = 0; i < raw.Length; i++)
            if (raw[i] != Masked((byte)(id.Value >> (8 * i)))) return false;
        return true;
    }

    private static byte Masked(byte plain) => unchecked((byte)(plain + Offset));
}
