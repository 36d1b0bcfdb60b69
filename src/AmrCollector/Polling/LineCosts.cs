using AmrCollector.Lines;
using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>What reading registers costs on a line, by its speed, format and gap.</summary>
public static class LineCosts
{
    /// <summary>Turn-round assumed of a meter: the lower end of what is seen, so that a hole is not read along for it alone.</summary>
    public static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(20);

    private const int FixedSilenceAbove = 19_200;
    private static readonly TimeSpan FixedSilence = TimeSpan.FromMicroseconds(1750);

    /// <summary>The cost on <paramref name="line"/> for a meter that itself needs <paramref name="meterGap"/> between exchanges.</summary>
    public static ReadCost Of(LineUri line, TimeSpan meterGap) => Of(line, meterGap, TurnRound);

    /// <summary>The same with the meter's measured turn-round.</summary>
    public static ReadCost Of(LineUri line, TimeSpan meterGap, TimeSpan turnRound)
    {
        if (line.CharacterTime is not { } character) return ReadCost.OnNetwork(turnRound + meterGap);
        var silence = line.Baud > FixedSilenceAbove ? FixedSilence : character * 3.5;
        var before = line.MinimumGap > silence ? line.MinimumGap : silence;
        return ReadCost.OnBus(character, silence + before + meterGap, turnRound, line.Framing == "ascii");
    }
}
