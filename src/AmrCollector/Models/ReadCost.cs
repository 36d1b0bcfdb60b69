namespace AmrCollector.Models;

/// <summary>
/// What reading registers costs on a line, in time units of the caller's choice: so much a request, so much a register more (dossier
/// modbus.md §6). Only the proportion matters.
/// </summary>
/// <param name="Request">A request and its reply without registers: their bytes, the silences around them, the meter's turn-round.</param>
/// <param name="Register">One register in the reply.</param>
public readonly record struct ReadCost(long Request, long Register)
{
    private const int RtuOverhead = 13;
    private const int AsciiOverhead = 28;

    /// <summary>Where no line is known: a request costs as much as 20 registers, which is 9600 baud and 20 ms of turn-round.</summary>
    public static ReadCost Usual => new(20, 1);

    /// <summary>From how many registers on it is cheaper to ask twice than to read a hole along.</summary>
    public double BreakEven => (double)Request / Register;

    /// <summary>The cost on a bus, in ticks.</summary>
    /// <param name="character">How long a character takes.</param>
    /// <param name="silence">Silences and gaps around one request and its reply, in all.</param>
    /// <param name="turnRound">The meter's time to answer.</param>
    /// <param name="ascii">True when each byte takes two characters.</param>
    public static ReadCost OnBus(TimeSpan character, TimeSpan silence, TimeSpan turnRound, bool ascii = false) => new(
        ((ascii ? AsciiOverhead : RtuOverhead) * character.Ticks) + silence.Ticks + turnRound.Ticks,
        Math.Max(1, (ascii ? 4 : 2) * character.Ticks));

    /// <summary>The cost where bytes take no time that counts: as few requests as may be.</summary>
    public static ReadCost OnNetwork(TimeSpan turnRound) => new(Math.Max(turnRound.Ticks, 1000), 1);
}
