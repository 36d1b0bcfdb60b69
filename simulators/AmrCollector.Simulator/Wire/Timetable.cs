namespace AmrCollector.Simulator.Wire;

/// <summary>When each byte of a reply is complete: one after the other, or as listed.</summary>
/// <param name="Start">Timestamp from which it counts.</param>
/// <param name="Step">Ticks of a byte, or of a step of the list.</param>
/// <param name="Steps">Steps after the start at which each byte is complete; empty when each takes one step.</param>
internal readonly record struct Timetable(long Start, double Step, ReadOnlyMemory<int> Steps)
{
    /// <summary>The timestamp at which byte <paramref name="index"/> is complete.</summary>
    internal long At(int index) => Start + (long)((Steps.IsEmpty ? index + 1 : Steps.Span[index]) * Step);
}
