using AmrCollector.Simulator.Bus;

namespace AmrCollector.Simulator.Wire;

/// <summary>Writes what is heard after a request, and after how long; returns the length, 0 for silence.</summary>
internal delegate int RequestAnswer(ReadOnlySpan<byte> request, RequestForm form, Span<byte> reply, out TimeSpan after);
