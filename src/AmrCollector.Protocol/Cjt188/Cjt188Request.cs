using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Protocol.Cjt188;

/// <summary>Writes CJ/T 188 requests, without preamble, and returns their length; SER comes back in the reply (dossier Appendix C).</summary>
public static class Cjt188Request
{
    /// <summary>The most data bytes one write carries behind identifier and SER.</summary>
    public const int MaxWriteData = 47;

    private const int Head = Cjt188Id.Length + 1;

    /// <summary>Read data 01; <paramref name="lowFirst"/> for meters that want 1F before 90.</summary>
    public static int Read(Span<byte> destination, Cjt188Address address, Cjt188Id id, byte sequence, bool lowFirst = false) =>
        WithId(destination, address, Cjt188Function.Read, id, sequence, lowFirst, []);

    /// <summary>Read address 03, to AA × 7 of a type: for a line with one meter only.</summary>
    public static int ReadAddress(Span<byte> destination, byte type, byte sequence, bool lowFirst = false) =>
        WithId(destination, Cjt188Address.AnyMeter(type), Cjt188Function.ReadAddress, Cjt188Id.Address, sequence, lowFirst, []);

    /// <summary>Write data 04.</summary>
    public static int Write(Span<byte> destination, Cjt188Address address, Cjt188Id id, byte sequence, bool lowFirst, ReadOnlySpan<byte> plain) =>
        WithId(destination, address, Cjt188Function.Write, id, sequence, lowFirst, plain);

    /// <summary>Write address 15: seven bytes of <paramref name="fresh"/> under 810A's writing twin A018.</summary>
    public static int WriteAddress(Span<byte> destination, Cjt188Address address, Cjt188Address fresh, byte sequence, bool lowFirst = false)
    {
        Span<byte> wire = stackalloc byte[Cjt188Address.Length];
        fresh.WriteTo(wire);
        return WithId(destination, address, Cjt188Function.WriteAddress, new(0xA018), sequence, lowFirst, wire[1..]);
    }

    /// <summary>What the bytes of a request ask for; false when they are not one good request frame (FE ahead of it allowed).</summary>
    public static bool TryKind(ReadOnlySpan<byte> request, out bool changes)
    {
        var ok = TryFrame(request, out var frame);
        changes = ok && Cjt188Function.Changes(frame.Function);
        return ok;
    }

    /// <summary>
    /// The matcher that tells which reply answers <paramref name="request"/>, with or without FE ahead of it; null when it is no
    /// CJ/T 188 request with identifier and SER.
    /// </summary>
    public static Cjt188ReplyMatcher? TryMatcher(ReadOnlySpan<byte> request)
    {
        if (!TryFrame(request, out var frame) || frame.Data.Length < Head) return null;
        var data = frame.Data;
        Cjt188ReplyMatcher matcher = new()
        {
            Asked = frame.Address,
            Function = frame.Function,
            Id = new((ushort)((data[0] << 8) | data[1])),
            Sequence = data[Cjt188Id.Length],
        };
        if (frame.Function != Cjt188Function.WriteAddress || data.Length != Head + Cjt188Address.Length - 1) return matcher;
        Span<byte> fresh = stackalloc byte[Cjt188Address.Length];
        fresh[0] = frame.Address.Type;
        data[Head..].CopyTo(fresh[1..]);
        matcher.AlsoFrom = Cjt188Address.FromWire(fresh);
        return matcher;
    }

    private static bool TryFrame(ReadOnlySpan<byte> request, out Cjt188Frame frame) =>
        Cjt188Frame.TryParse(request[Dlt645Frame.PreambleLength(request)..], out frame) && !frame.IsReply;

    private static int WithId(
        Span<byte> destination, Cjt188Address address, byte function, Cjt188Id id, byte sequence, bool lowFirst, ReadOnlySpan<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, MaxWriteData);
        Span<byte> data = stackalloc byte[Head + plain.Length];
        id.WriteTo(data, lowFirst);
        data[Cjt188Id.Length] = sequence;
        plain.CopyTo(data[Head..]);
        return Cjt188Frame.Write(destination, address, function, data);
    }
}
