using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Line;

/// <summary>Observes the line a verb was given: through a service the times are those the service measured at the wire.</summary>
internal static class LineObservation
{
    /// <summary>The line, observed; it is disposed with the observation.</summary>
    internal static ObservedLine Of(ILine line) => line is not ServiceLine served
        ? new(line, TimeProvider.System)
        : new(line, TimeProvider.System) { PieceTimes = () => served.LastTurn?.Chunks.Select(piece => TimeSpan.FromTicks(piece.Ns / 100)).ToList() };
}
