namespace AmrCollector;

/// <summary>Which of the last 62 local days of one load profile are in the ledger: two bits a day, day 0 the newest that is closed.</summary>
internal sealed class ProfileLog(int newest)
{
    /// <summary>Most days it can hold.</summary>
    internal const int MostDays = 62;

    private ulong _stored;
    private ulong _partial;
    private int _newest = newest;

    /// <summary>True when something came since that may complete a day.</summary>
    internal bool HasNews { get; set; }

    /// <summary>The oldest register that is known: there is nothing to do for days before it.</summary>
    internal DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>A register came.</summary>
    internal void Note(DateTimeOffset at)
    {
        HasNews |= _partial != 0;
        if (at < First) First = at;
    }

    /// <summary>Moves on to <paramref name="newest"/>, the last day that is closed.</summary>
    internal void Advance(int newest)
    {
        var days = newest - _newest;
        if (days <= 0) return;
        (_stored, _partial, _newest) = days >= MostDays ? (0, 0, newest) : (_stored << days, _partial << days, newest);
    }

    /// <summary>True when there is nothing to do for the day: it is stored whole, or in part and nothing came since.</summary>
    internal bool IsSettled(int day) => Bit(day) is var bit && (_stored & bit) != 0 && ((_partial & bit) == 0 || !HasNews);

    /// <summary>The day is stored; in part when intervals of it may still come.</summary>
    internal void Settle(int day, bool isPartial)
    {
        var bit = Bit(day);
        _stored |= bit;
        _partial = isPartial ? _partial | bit : _partial & ~bit;
    }

    /// <summary>What is stored of the day was taken back in part: it is looked at again.</summary>
    internal void Reopen(int day)
    {
        _partial |= Bit(day) & _stored;
        HasNews = true;
    }

    private ulong Bit(int day) => _newest - day is >= 0 and < MostDays and var age ? 1UL << age : 0;
}
