namespace AmrCollector.Lines;

/// <summary>
/// Anything that carries bytes to meters one exchange at a time (design.md §4). One owner: no member may be called while
/// another is running, but <see cref="IAsyncDisposable.DisposeAsync"/>, which ends a pending call with <see cref="LineLostException"/>.
/// </summary>
public interface ILine : IAsyncDisposable
{
    /// <summary>The URI it was made from.</summary>
    LineUri Uri { get; }

    /// <summary>True between a successful <see cref="OpenAsync"/> and the loss of the line.</summary>
    bool IsOpen { get; }

    /// <summary>Characters dropped since the line was made because their parity or stop bit was wrong; 0 where the road cannot tell.</summary>
    long CharacterErrors => 0;

    /// <summary>
    /// Opens the port or connects once; throws <see cref="LineUnavailableException"/> when it is absent, busy or refused.
    /// May be called again after a loss. Back-off between tries is the caller's.
    /// </summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sets speed and character format for what follows, until the next call; settings that name nothing bring back the line's own. What was
    /// received and not read may be dropped. Throws <see cref="NotSupportedException"/> on a road that has no speed of its own,
    /// <see cref="LineUnavailableException"/> when the port does not do them (its own hold then), <see cref="LineLostException"/>.
    /// </summary>
    ValueTask ApplyAsync(LineSettings settings, CancellationToken cancellationToken) =>
        ValueTask.FromException(new NotSupportedException($"the speed of {Uri.Text} is set at the box in front of the meters, not from here"));

    /// <summary>
    /// Completes when an opening is worth a try, on a road where the peer comes to us: then there is no back-off. Null where the caller
    /// has to try by its own.
    /// </summary>
    Task? WhenReachable(CancellationToken cancellationToken) => null;

    /// <summary>Completes when the line is lost, where the road watches for that between exchanges too; null where it does not. Never fails.</summary>
    Task? WhenLost => null;

    /// <summary>True where the road itself tells of openings and losses, of all its lines together; the owner then keeps silent of them.</summary>
    bool TellsOfItself => false;

    /// <summary>True where a send returns as the last bit leaves; false where it returns as soon as the system, or a box, has the bytes.</summary>
    bool SaysWhenSent => false;

    /// <summary>Another peer that says it is this line's, to be proved by the line's owner; null while there is none.</summary>
    LineClaim? Claim => null;

    /// <summary>
    /// Gives the connection up because nothing comes back over it, so that the next <see cref="OpenAsync"/> makes a new one. Nothing where
    /// there is no connection, or where it is known to live.
    /// </summary>
    void Lose(string why)
    {
    }

    /// <summary>Drops what was received and not read, so that a late reply cannot answer the next request. Never waits for more. Throws <see cref="LineLostException"/>.</summary>
    ValueTask DrainAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the line has been silent for its minimum gap, then sends; what arrives during that wait may be dropped, as
    /// <see cref="DrainAsync"/> would. Returns when the last bit has left, as far as the system can tell. Throws <see cref="LineLostException"/>.
    /// </summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for at least one byte until <paramref name="deadline"/> (a <see cref="TimeProvider.GetTimestamp"/> value of the line's clock);
    /// returns how many arrived, 0 at the deadline. Throws <see cref="LineLostException"/> when the port or peer is gone.
    /// </summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken);
}
