using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>What one plan entry asks of the meters of one model on a line, each time it is due.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Words">What the entry reads.</param>
/// <param name="Due">How often.</param>
/// <param name="Meters">Of how many meters.</param>
/// <param name="Exchanges">Bytes on the wire of each exchange a meter needs, request and reply.</param>
/// <param name="MeterGap">Silence the model needs ahead of each.</param>
internal sealed record LineRound(string Plan, IReadOnlyList<string> Words, TimeSpan Due, int Meters, IReadOnlyList<int> Exchanges, TimeSpan MeterGap)
{
    /// <summary>A transparent box says nothing of the speed behind it: 2400 baud, 11 bits.</summary>
    private static readonly TimeSpan AssumedCharacter = TimeSpan.FromSeconds(11.0 / 2400);

    /// <summary>Bus time of it: wire time, turn-round and silence of every exchange.</summary>
    public TimeSpan Takes(LineUri line, TimeSpan turnRound)
    {
        var gap = line.MinimumGap > MeterGap ? line.MinimumGap : MeterGap;
        return Meters * ((Exchanges.Sum() * CharacterTime(line)) + (Exchanges.Count * (turnRound + gap)));
    }

    private static TimeSpan CharacterTime(LineUri line) => line switch
    {
        { CharacterTime: { } known } => known,
        { Kind: LineKind.ModbusTcp } => TimeSpan.Zero,
        _ => AssumedCharacter,
    };
}
