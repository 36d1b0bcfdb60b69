namespace AmrCollector.Protocol.Dlt645;

public static partial class Dlt645Request
{
    /// <summary>Broadcast time 08H: nobody answers; meters take it within five minutes of their own clock, once a day.</summary>
    public static int BroadcastTime(Span<byte> destination, Dlt645Address address, DateTime time)
    {
        Span<byte> data = stackalloc byte[Dlt645Clock.SecondLength];
        Dlt645Clock.WriteSecond(data, time);
        return Dlt645Frame.Write(destination, address, Dlt645Function.BroadcastTime, data);
    }

    /// <summary>Write address 15H, to AA..AA: for a line with one meter only, whose programming key is pressed.</summary>
    public static int WriteAddress(Span<byte> destination, Dlt645Address newAddress)
    {
        Span<byte> data = stackalloc byte[Dlt645Address.Length];
        newAddress.WriteTo(data);
        return Dlt645Frame.Write(destination, Dlt645Address.AnyMeter, Dlt645Function.WriteAddress, data);
    }

    /// <summary>Freeze 16H; answered when sent to a meter's own address.</summary>
    public static int Freeze(Span<byte> destination, Dlt645Address address, FreezeMoment when)
    {
        Span<byte> data = stackalloc byte[FreezeMoment.Length];
        when.WriteTo(data);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Freeze, data);
    }

    /// <summary>Change speed 17H; the reply still comes at the old speed.</summary>
    public static int ChangeSpeed(Span<byte> destination, Dlt645Address address, byte speedWord) =>
        Dlt645Frame.Write(destination, address, Dlt645Function.ChangeSpeed, [speedWord]);

    /// <summary>Change password 18H: <paramref name="id"/> 04000C01..0A names the level whose password is set.</summary>
    public static int ChangePassword(Span<byte> destination, Dlt645Address address, DataId id, Dlt645Authority old, Dlt645Authority fresh)
    {
        Span<byte> data = stackalloc byte[DataId.Length + (2 * Dlt645Authority.Length)];
        id.WriteTo(data);
        old.WriteTo(data[DataId.Length..]);
        fresh.WriteTo(data[(DataId.Length + Dlt645Authority.PasswordLength)..]);
        return Dlt645Frame.Write(destination, address, Dlt645Function.ChangePassword, data[..(DataId.Length + (2 * Dlt645Authority.PasswordLength))]);
    }

    /// <summary>Clear maximum demand 19H.</summary>
    public static int ClearDemand(Span<byte> destination, Dlt645Address address, Dlt645Authority authority) =>
        Signed(destination, address, Dlt645Function.ClearDemand, authority, []);

    /// <summary>Clear meter 1AH: energies, demands, freezes, events and load records.</summary>
    public static int ClearMeter(Span<byte> destination, Dlt645Address address, Dlt645Authority authority) =>
        Signed(destination, address, Dlt645Function.ClearMeter, authority, []);

    /// <summary>Clear events 1BH: all of them with FFFFFFFF, or one kind with DI3 DI2 DI1 FF.</summary>
    public static int ClearEvents(Span<byte> destination, Dlt645Address address, Dlt645Authority authority, DataId events)
    {
        Span<byte> data = stackalloc byte[DataId.Length];
        events.WriteTo(data);
        return Signed(destination, address, Dlt645Function.ClearEvents, authority, data);
    }

    /// <summary>Relay, alarm or keep-power control 1CH; the meter refuses it after <paramref name="validUntil"/>.</summary>
    /// <param name="destination">At least <see cref="Dlt645Frame.MaxLength"/> bytes.</param>
    /// <param name="address">The meter.</param>
    /// <param name="authority">What signs it.</param>
    /// <param name="action">N1.</param>
    /// <param name="delay">N2: minutes of warning or until it restores, for the two pre-trips; else 0.</param>
    /// <param name="validUntil">The command's last moment by the meter's clock.</param>
    public static int Control(Span<byte> destination, Dlt645Address address, Dlt645Authority authority, ControlAction action, byte delay, DateTime validUntil)
    {
        Span<byte> data = stackalloc byte[2 + Dlt645Clock.SecondLength];
        (data[0], data[1]) = ((byte)action, delay);
        Dlt645Clock.WriteSecond(data[2..], validUntil);
        return Signed(destination, address, Dlt645Function.Control, authority, data);
    }

    /// <summary>Multifunction output 1DH.</summary>
    public static int Output(Span<byte> destination, Dlt645Address address, OutputSignal signal) =>
        Dlt645Frame.Write(destination, address, Dlt645Function.Output, [(byte)signal]);

    /// <summary>
    /// Security authentication 03H: identifier, operator, then <paramref name="prepared"/> data as an ESAM made them, passed through
    /// (at most <see cref="MaxWriteData"/> bytes).
    /// </summary>
    public static int Security(Span<byte> destination, Dlt645Address address, DataId id, uint operatorCode, ReadOnlySpan<byte> prepared)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prepared.Length, MaxWriteData);
        Span<byte> data = stackalloc byte[DataId.Length + 4 + prepared.Length];
        id.WriteTo(data);
        new DataId(operatorCode).WriteTo(data[DataId.Length..]);
        prepared.CopyTo(data[(DataId.Length + 4)..]);
        return Dlt645Frame.Write(destination, address, Dlt645Function.Security, data);
    }

    private static int Signed(Span<byte> destination, Dlt645Address address, byte function, Dlt645Authority authority, ReadOnlySpan<byte> rest)
    {
        Span<byte> data = stackalloc byte[Dlt645Authority.Length + rest.Length];
        authority.WriteTo(data);
        rest.CopyTo(data[Dlt645Authority.Length..]);
        return Dlt645Frame.Write(destination, address, function, data);
    }
}
