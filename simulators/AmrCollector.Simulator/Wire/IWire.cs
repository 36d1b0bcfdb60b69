namespace AmrCollector.Simulator.Wire;

/// <summary>The simulated end of a line: what carries bytes to and from whoever reads the meters.</summary>
internal interface IWire : IAsyncDisposable
{
    /// <summary>How a collector reaches it, as a line URI.</summary>
    string Uri { get; }

    /// <summary>When the bytes of the last <see cref="ReceiveAsync"/> arrived, a timestamp of the district's clock.</summary>
    long LastArrival { get; }

    /// <summary>Speed and format at which the bytes of the last <see cref="ReceiveAsync"/> were sent; null when the wire does not carry it.</summary>
    WireSpeed? Asked { get; }

    /// <summary>Waits for bytes; 0 when the client has gone (the next call waits for the next one). Throws only when cancelled.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends at once. Bytes nobody takes are lost, as on a wire; throws only when cancelled.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Sends at once on the calling thread, with the same promise.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the connection of the present client, if there is one.</summary>
    void Cut();
}
