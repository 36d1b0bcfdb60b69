using AmrCollector.Polling;

namespace AmrCollector.Service.Configuration;

/// <summary>What a running collector's lines are expected to do, each reckoned with the turn-round it was measured to have.</summary>
/// <param name="setup">What is configured.</param>
public sealed class LineForecast(CollectionSetup setup)
{
    private readonly Lazy<IReadOnlyList<(LineSetup Line, IReadOnlyList<LineRound> Rounds, int Meters)>> _lines = new(() => LineLoads.Prepare(setup));

    /// <summary>One forecast a line, in the order of <paramref name="lines"/>, which is that of the configuration.</summary>
    public IReadOnlyList<LineLoad> For(IReadOnlyList<LineReport> lines) =>
        [.. _lines.Value.Zip(lines, (line, report) => LineLoads.Of(line.Line, line.Rounds, line.Meters, report.TurnRound ?? LineLoads.TurnRound))];
}
