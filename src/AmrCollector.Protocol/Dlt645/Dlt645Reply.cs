namespace AmrCollector.Protocol.Dlt645;

/// <summary>Attribution: does a checked frame answer this request? An 8-bit sum alone passes one garbled frame in 256.</summary>
public static class Dlt645Reply
{
    private const byte Offset = 0x33;

    /// <summary>
    /// True when <paramref name="reply"/> comes from a meter that <paramref name="asked"/> names: its own address, or AA..AA,
    /// which some meters leave in when the request had wildcards (dossier §4, §16).
    /// </summary>
    public static bool IsFrom(Dlt645Frame reply, Dlt645Address asked)
    {
        var own = reply.Address;
        return reply.IsReply && (asked.Matches(own) || (asked.HasWildcard && own == Dlt645Address.AnyMeter));
    }

    /// <summary>
    /// True when <paramref name="reply"/> answers a request for an identifier: address, function, and in a normal reply the
    /// identifier's <paramref name="idLength"/> bytes again; with <paramref name="sequence"/> also the SEQ that ends a follow-up
    /// part. A refusal carries one error byte instead; a normal reply without any data means "no data" (dossier §16).
    /// </summary>
    public static bool Answers(
        Dlt645Frame reply, Dlt645Address asked, byte function, DataId id, int idLength = DataId.Length, byte? sequence = null)
    {
        if (!IsFrom(reply, asked) || reply.Function != function) return false;
        var raw = reply.RawData;
        if (reply.IsRefusal) return !reply.HasMore && raw.Length == 1;
        if (raw.IsEmpty) return !reply.HasMore && sequence is null;
        if (raw.Length < idLength || !Repeats(raw[..idLength], id)) return false;
        return sequence is not { } expected || (raw.Length > idLength && raw[^1] == Masked(expected));
    }

    /// <summary>
    /// True when <paramref name="reply"/> answers a request that repeats no identifier: read address (six bytes that name the
    /// meter), write, freeze, control and the other commands.
    /// </summary>
    public static bool Answers(Dlt645Frame reply, Dlt645Address asked, byte function)
    {
        if (!IsFrom(reply, asked) || reply.Function != function || reply.HasMore) return false;
        if (reply.IsRefusal) return reply.RawData.Length is 1 or 2;
        return function != Dlt645Function.ReadAddress || NamesMeter(reply, asked);
    }

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
