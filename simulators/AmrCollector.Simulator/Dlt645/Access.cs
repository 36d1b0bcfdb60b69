using System.Globalization;
using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>A meter's passwords: ten levels, 0 the highest; too many wrong ones lock it for a day (dossier §5.4, §5.8).</summary>
internal sealed class Access
{
    private const int Levels = 10;
    private static readonly TimeSpan LockedFor = TimeSpan.FromHours(24);

    private readonly int?[] _changed = new int?[Levels];
    private DateTimeOffset _lockedUntil;
    private int _wrong;

    /// <summary>Wrong passwords since the last right one.</summary>
    internal int Wrong => _wrong;

    /// <summary>True when the meter refuses even the right password.</summary>
    internal bool IsLocked(DateTimeOffset now) => now < _lockedUntil;

    /// <summary>
    /// True when PA P0 P1 P2 name a level that may do what <paramref name="lowest"/> may, with that level's password. A wrong one is
    /// counted; after as many as the group says the meter locks itself.
    /// </summary>
    internal bool Admits(MeterGroup group, ReadOnlySpan<byte> authority, int lowest, DateTimeOffset now)
    {
        if (IsLocked(now)) return false;
        int level = authority[0];
        if (level <= lowest && Bcd.TryRead(authority[1..4], out var digits) && digits == PasswordOf(group, level))
        {
            _wrong = 0;
            return true;
        }

        if (++_wrong < group.PasswordTries) return false;
        (_wrong, _lockedUntil) = (0, now + LockedFor);
        return false;
    }

    /// <summary>Gives a level a new password of six digits.</summary>
    internal void Change(int level, int password) => _changed[level] = password;

    // A group without a password has meters that admit nobody.
    private int PasswordOf(MeterGroup group, int level)
    {
        if (level is < 0 or >= Levels) return -1;
        if (_changed[level] is { } changed) return changed;
        return group.Password.Length == 6 ? int.Parse(group.Password, CultureInfo.InvariantCulture) : -1;
    }
}
