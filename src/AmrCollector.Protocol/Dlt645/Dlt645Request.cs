namespace AmrCollector.Protocol.Dlt645;

/// <summary>Writes requests, without preamble, and returns their length (DL/T 645-2007, 7; dossier §5, §6, §15.1).</summary>
public static partial class Dlt645Request
{
    /// <summary>Bytes of <see cref="Read"/>.</summary>
    public const int ReadLength = Dlt645Frame.Overhead + DataId.Length;

    /// <summary>The most data bytes one write request carries here; base allows 38, security writes need more.</summary>
    public const int MaxWriteData = 200;

    /// <summary>Read data 11H.</summary>
    public static int Read(Span<byte> destination, Dlt645Address address, DataId id)
    {
        Span<byte> data = stackalloc byte[DataId.Length];
        id.WriteTo(data);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Read, data);
    }

    /// <summary>Read the newest or earliest <paramref name="records"/> (BCD 1..99) of a load record, 11H with N.</summary>
    public static int ReadRecords(Span<byte> destination, Dlt645Address address, DataId id, int records)
    {
        Span<byte> data = stackalloc byte[DataId.Length + 1];
        id.WriteTo(data);
        Bcd.Write(records, data[DataId.Length..]);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Read, data);
    }

    /// <summary>Read <paramref name="records"/> (BCD 1..99) of a load record at or after <paramref name="from"/>, 11H with N and a time.</summary>
    public static int ReadRecords(Span<byte> destination, Dlt645Address address, DataId id, int records, DateTime from)
    {
        Span<byte> data = stackalloc byte[DataId.Length + 1 + Dlt645Clock.MinuteLength];
        id.WriteTo(data);
        Bcd.Write(records, data.Slice(DataId.Length, 1));
        Dlt645Clock.WriteMinute(data[(DataId.Length + 1)..], from);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Read, data);
    }

    /// <summary>Read the part <paramref name="sequence"/> (1..255) that follows a B1 or B2 reply, 12H.</summary>
    public static int ReadNext(Span<byte> destination, Dlt645Address address, DataId id, byte sequence)
    {
        Span<byte> data = stackalloc byte[DataId.Length + 1];
        id.WriteTo(data);
        data[DataId.Length] = sequence;
        return Dlt645Frame.Write(destination, address, Dlt645Function.ReadNext, data);
    }

    /// <summary>Read address 13H, to AA..AA: for a line with one meter only.</summary>
    public static int ReadAddress(Span<byte> destination) =>
        Dlt645Frame.Write(destination, Dlt645Address.AnyMeter, Dlt645Function.ReadAddress, []);

    /// <summary>Write data 14H: identifier, authority, then <paramref name="plain"/> (at most <see cref="MaxWriteData"/> bytes).</summary>
    public static int Write(Span<byte> destination, Dlt645Address address, DataId id, Dlt645Authority authority, ReadOnlySpan<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, MaxWriteData);
        Span<byte> data = stackalloc byte[DataId.Length + Dlt645Authority.Length + plain.Length];
        id.WriteTo(data);
        authority.WriteTo(data[DataId.Length..]);
        plain.CopyTo(data[(DataId.Length + Dlt645Authority.Length)..]);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Write, data);
    }

    /// <summary>DL/T 645-1997 read data 01H.</summary>
    public static int Read97(Span<byte> destination, Dlt645Address address, ushort id) => Dlt645Request97.Read(destination, address, id);
}
