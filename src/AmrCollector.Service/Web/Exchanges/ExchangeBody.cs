namespace AmrCollector.Service.Web.Exchanges;

/// <summary>
/// What POST /v1/exchanges takes: a raw turn (<see cref="Line"/> and <see cref="Request"/>), or an on-demand read
/// (<see cref="Meter"/> and <see cref="Items"/>).
/// </summary>
public sealed record ExchangeBody
{
    /// <summary>Raw turn: name of the line.</summary>
    public string? Line { get; init; }

    /// <summary>Raw turn: what to send, hex, blanks allowed.</summary>
    public string? Request { get; init; }

    /// <summary>Raw turn: how long to listen, in milliseconds, at most 60,000.</summary>
    public decimal? Window { get; init; }

    /// <summary>Raw turn: "reply" to stop at the answer (the default), "window" to hear the window out.</summary>
    public string? Listen { get; init; }

    /// <summary>Raw turn: another speed for this turn.</summary>
    public int? Baud { get; init; }

    /// <summary>Raw turn: another character format for this turn, "8N1".</summary>
    public string? Format { get; init; }

    /// <summary>Raw turn that writes: why, for the record.</summary>
    public string? Why { get; init; }

    /// <summary>On-demand read: id of the meter.</summary>
    public string? Meter { get; init; }

    /// <summary>On-demand read: items as `amr read` takes them; none: all current and momentary values of the model.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>On-demand read: tries of each question, 1..10.</summary>
    public int? Attempts { get; init; }

    /// <summary>Longest wait for the turn to begin, in milliseconds, at most 120,000; 30,000 when left out.</summary>
    public decimal? Wait { get; init; }
}
