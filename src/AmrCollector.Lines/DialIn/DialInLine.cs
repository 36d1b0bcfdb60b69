namespace AmrCollector.Lines.DialIn;

/// <summary>
/// The line of a unit that dials in. It outlives the unit's connections: while there is none it cannot be opened and costs nothing, and
/// <see cref="WhenReachable"/> tells of the next. Its losses are told by the listener, for all units together.
/// </summary>
public sealed class DialInLine : ILine
{
    private readonly UnitRoll? _roll;
    private readonly DialInUnit? _unit;
    private UnitConnection? _connection;
    private LineClaim? _claim;
    private UnitConnection? _claimant;
    private bool _disposed;

    /// <summary>A line that is not open yet; without a listener that knows its unit it cannot be opened.</summary>
    public DialInLine(LineUri uri, DialInListener? listener)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uri.Kind, LineKind.DialIn);
        (Uri, _roll, _unit) = (uri, listener?.Roll, listener?.Roll.Find(uri.Unit));
    }

    /// <inheritdoc/>
    public LineUri Uri { get; }

    /// <inheritdoc/>
    public bool IsOpen => _connection is { Lost: null };

    /// <inheritdoc/>
    public bool TellsOfItself => _unit is not null;

    /// <inheritdoc/>
    public LineClaim? Claim
    {
        get
        {
            if (_unit is null || _roll!.Look(_unit).Claimant is not { Lost: null } claimant) return null;
            if (claimant == _claimant) return _claim;
            _claimant = claimant;
            return _claim = new(new ClaimedLine(Uri, claimant), () => Accept(claimant), why => _roll.Reject(_unit, claimant, why));
        }
    }

    /// <inheritdoc/>
    public Task? WhenReachable(CancellationToken cancellationToken) =>
        _unit is null ? null : _roll!.Look(_unit).Arrival is { IsCompleted: false } arrival ? arrival.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsOpen) return default;
        if (_unit is null)
            return ValueTask.FromException(new LineUnavailableException($"units dial in to the running service, and its listener '{Uri.Listener}' knows no unit '{Uri.Unit}'"));
        var (current, why, _, _) = _roll!.Look(_unit);
        _connection = current;
        return IsOpen ? default : ValueTask.FromException(new LineUnavailableException(why));
    }

    /// <inheritdoc/>
    public void Lose(string why)
    {
        if (_connection is { } connection && connection.Silence > Heartbeat) connection.Lose(why);
    }

    /// <inheritdoc/>
    public ValueTask DrainAsync(CancellationToken cancellationToken) => _connection?.DrainAsync(cancellationToken) ?? ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _connection?.SendAsync(bytes, cancellationToken) ?? ValueTask.FromException(NotOpen());

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken) =>
        _connection?.ReceiveAsync(buffer, deadline, cancellationToken) ?? ValueTask.FromException<int>(NotOpen());

    /// <summary>Ends what is under way and gives the connection up: a line made anew gets the next.</summary>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _connection?.Lose("the line was closed");
        return default;
    }

    // A unit that still sends heartbeats is there; it is the meters behind it that are silent.
    private static TimeSpan Heartbeat => TimeSpan.FromSeconds(90);

    private void Accept(UnitConnection claimant)
    {
        _roll!.Accept(_unit!, claimant);
        if (_roll.Look(_unit!).Current == claimant) _connection = claimant;
    }

    private LineLostException NotOpen() => new($"unit {Uri.Unit} is not connected");
}
