using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>One meter's turn to answer one PDU. Functions return the reply's length, or minus the exception.</summary>
internal readonly ref struct ModbusTurn(SimulatedMeter meter, RegisterImage image, DateTimeOffset now, ReadOnlySpan<byte> request, Span<byte> reply)
{
    internal const int IllegalFunction = -1, IllegalAddress = -2, IllegalValue = -3, Silence = -1000;

    internal SimulatedMeter Meter { get; } = meter;

    internal RegisterImage Image { get; } = image;

    internal DateTimeOffset Now { get; } = now;

    internal ReadOnlySpan<byte> Request { get; } = request;

    internal Span<byte> Reply { get; } = reply;

    /// <summary>The 16 bits at a place of the request.</summary>
    internal int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(Request[at..]);

    /// <summary>Repeats the request's first <paramref name="length"/> bytes, as most writes are answered.</summary>
    internal int Echo(int length)
    {
        Request[..length].CopyTo(Reply);
        return length;
    }
}
