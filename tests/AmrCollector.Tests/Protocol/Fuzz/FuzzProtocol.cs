using AmrCollector.Protocol;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>One protocol to be fuzzed.</summary>
/// <param name="Name">As <c>amr decode --protocol</c> knows it.</param>
/// <param name="Cases">Requests with their replies.</param>
/// <param name="Seeds">All its frames of tests/vectors, to be spliced in.</param>
/// <param name="Scans">Its scanners of frames whose request is not known.</param>
/// <param name="Check">The independent opinion.</param>
public sealed record FuzzProtocol(
    string Name, IReadOnlyList<FuzzCase> Cases, IReadOnlyList<byte[]> Seeds, IReadOnlyList<FuzzProtocol.Scan> Scans, IAnswerCheck Check)
{
    /// <summary>Looks at the front of what was received.</summary>
    public delegate FrameScan Scan(ReadOnlySpan<byte> received);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
