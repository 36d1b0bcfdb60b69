namespace AmrCollector.Polling.Turns;

/// <summary>Remembers the bytes of requests that ran into their deadline, for their replies may still come. Bounded. Pure; one owner.</summary>
internal sealed class UnansweredRequests(bool mbap)
{
    private const int Most = 32;

    private readonly List<(byte[] Request, TimeSpan Until)> _missing = [];

    internal bool IsEmpty => _missing.Count == 0;

    /// <summary><paramref name="request"/> was not answered; its reply may come until <paramref name="until"/>.</summary>
    internal void Add(ReadOnlySpan<byte> request, TimeSpan until)
    {
        if (_missing.Count == Most) _missing.RemoveAt(0);
        _missing.Add((request.ToArray(), until));
    }

    /// <summary>The uptime before which <paramref name="next"/> must not be sent, for a late reply could be taken for its own.</summary>
    internal TimeSpan QuietUntil(ReadOnlySpan<byte> next, TimeSpan uptime)
    {
        var until = TimeSpan.Zero;
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            var (request, end) = _missing[i];
            if (end <= uptime) _missing.RemoveAt(i);
            else if (end > until && Confusion.IsPossible(request, next, mbap)) until = end;
        }

        return until;
    }

    internal void Clear() => _missing.Clear();
}
