namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// The identity authentication of the supplement (dossier §14.3). A real meter asks its ESAM; this one takes a cipher that is the random
/// number exclusive-or the group's key, which keeps the states and the error words and needs no secret of anybody.
/// </summary>
internal sealed class Session
{
    private static readonly TimeSpan DefaultValidity = TimeSpan.FromMinutes(5);
    private TimeSpan _validity = DefaultValidity;
    private DateTimeOffset _until;

    /// <summary>True while an authentication holds.</summary>
    internal bool IsValid(DateTimeOffset now) => now < _until;

    /// <summary>Minutes left, rounded up.</summary>
    internal int MinutesLeft(DateTimeOffset now) => IsValid(now) ? (int)Math.Ceiling((_until - now).TotalMinutes) : 0;

    /// <summary>Begins when the cipher is right.</summary>
    internal bool TryBegin(ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> random, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        for (var i = 0; i < cipher.Length; i++)
            if (cipher[i] != (byte)(random[i] ^ key[i])) return false;
        _until = now + _validity;
        return true;
    }

    /// <summary>How long an authentication holds from now on.</summary>
    internal void Keep(TimeSpan validity, DateTimeOffset now) => (_validity, _until) = (validity, now + validity);

    /// <summary>Ends it.</summary>
    internal void End() => _until = default;
}
