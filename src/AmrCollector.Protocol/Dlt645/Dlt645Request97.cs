using System.Buffers.Binary;

namespace AmrCollector.Protocol.Dlt645;

/// <summary>Writes requests of DL/T 645-1997, without preamble, and returns their length (dossier §15.1). The broadcast time 08H is the 2007 one.</summary>
public static class Dlt645Request97
{
    /// <summary>Bytes of an identifier.</summary>
    public const int IdLength = sizeof(ushort);

    /// <summary>Read data 01H.</summary>
    public static int Read(Span<byte> destination, Dlt645Address address, ushort id) => WithId(destination, address, Dlt645Function.Read97, id, []);

    /// <summary>Read following data 02H; the edition numbers no parts.</summary>
    public static int ReadNext(Span<byte> destination, Dlt645Address address, ushort id) => WithId(destination, address, Dlt645Function.ReadNext97, id, []);

    /// <summary>Read again 03H: the meter sends its last data once more.</summary>
    public static int ReadAgain(Span<byte> destination, Dlt645Address address) =>
        Dlt645Frame.Write(destination, address, Dlt645Function.ReadAgain97, []);

    /// <summary>Write data 04H: identifier, level and password, then <paramref name="plain"/>. The edition has no operator code.</summary>
    public static int Write(Span<byte> destination, Dlt645Address address, ushort id, Dlt645Authority authority, ReadOnlySpan<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, Dlt645Request.MaxWriteData);
        Span<byte> data = stackalloc byte[Dlt645Authority.Length + plain.Length];
        authority.WriteTo(data);
        plain.CopyTo(data[Dlt645Authority.PasswordLength..]);
        return WithId(destination, address, Dlt645Function.Write97, id, data[..(Dlt645Authority.PasswordLength + plain.Length)]);
    }

    /// <summary>Write address 0AH, to 99..99: for a line with one meter only, whose programming key is pressed.</summary>
    public static int WriteAddress(Span<byte> destination, Dlt645Address newAddress)
    {
        Span<byte> data = stackalloc byte[Dlt645Address.Length];
        newAddress.WriteTo(data);
        return Dlt645Frame.Write(destination, Dlt645Address.Broadcast, Dlt645Function.WriteAddress97, data);
    }

    /// <summary>Change speed 0CH; <see cref="SpeedWord"/> of this edition.</summary>
    public static int ChangeSpeed(Span<byte> destination, Dlt645Address address, byte speedWord) =>
        Dlt645Frame.Write(destination, address, Dlt645Function.ChangeSpeed97, [speedWord]);

    /// <summary>Change password 0FH: level and password, old and new.</summary>
    public static int ChangePassword(Span<byte> destination, Dlt645Address address, Dlt645Authority old, Dlt645Authority fresh)
    {
        Span<byte> data = stackalloc byte[2 * Dlt645Authority.Length];
        old.WriteTo(data);
        fresh.WriteTo(data[Dlt645Authority.PasswordLength..]);
        return Dlt645Frame.Write(destination, address, Dlt645Function.ChangePassword97, data[..(2 * Dlt645Authority.PasswordLength)]);
    }

    /// <summary>Clear maximum demand 10H, without data; to 99..99 every meter does it and none answers.</summary>
    public static int ClearDemand(Span<byte> destination, Dlt645Address address) =>
        Dlt645Frame.Write(destination, address, Dlt645Function.ClearDemand97, []);

    /// <summary>Clear maximum demand 10H as some makers want it, signed with level and password.</summary>
    public static int ClearDemand(Span<byte> destination, Dlt645Address address, Dlt645Authority authority)
    {
        Span<byte> data = stackalloc byte[Dlt645Authority.Length];
        authority.WriteTo(data);
        return Dlt645Frame.Write(destination, address, Dlt645Function.ClearDemand97, data[..Dlt645Authority.PasswordLength]);
    }

    private static int WithId(Span<byte> destination, Dlt645Address address, byte function, ushort id, ReadOnlySpan<byte> rest)
    {
        Span<byte> data = stackalloc byte[IdLength + rest.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(data, id);
        rest.CopyTo(data[IdLength..]);
        return Dlt645Frame.Write(destination, address, function, data);
    }
}
