using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Frames as byte arrays of their own, from the writers of the protocol.</summary>
internal static class Frames
{
    internal delegate int Writer(Span<byte> destination);

    internal static byte[] Of(Writer write)
    {
        Span<byte> buffer = stackalloc byte[Dlt645Frame.MaxLength + 1];
        return buffer[..write(buffer)].ToArray();
    }
}
