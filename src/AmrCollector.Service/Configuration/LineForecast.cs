using AmrCollector.Polling;

namespace AmrCollector.Service.Configuration;

/// <summary>What a running collector's lines are expected to do, each reckoned with the turn-round and the retries it was measured to have, over the meters that are not down.</summary>
/// <param name="setup">What is configured.</param>
public sealed class LineForecast(CollectionSetup setup)
{
    private readonly Lazy<IReadOnlyList<(LineSetup Line, IReadOnlyList<LineRound> Rounds, int Meters)>> _lines = new(() => LineLoads.Prepare(setup));

    /// <summary>One forecast a line, in the order of <paramref name="lines"/>, which is that of the configuration.</summary>
    public IReadOnlyList<LineLoad> For(IReadOnlyList<LineReport> lines) =>
        [.. _lines.Value.Zip(lines, (line, report) => LineLoads.Of(line.Line, [.. Alive(line.Rounds, report)], line.Meters, report.TurnRound, report.Retries))];

    /// <summary>Meters that are down are in no round; which plans they belong to makes no difference on most lines.</summary>
    private static IEnumerable<LineRound> Alive(IReadOnlyList<LineRound> rounds, LineReport report) => report.Dead == 0 || report.Meters == 0
        ? rounds
        : rounds.Select(round => round with { Meters = (int)Math.Round((double)round.Meters * (report.Meters - report.Dead) / report.Meters) });
}
