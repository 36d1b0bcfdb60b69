namespace AmrCollector.Service.Web.Pages;

/// <summary>
/// An answer that is asked for anew only when it is older than <paramref name="fresh"/>. Until it is older than <paramref name="atMost"/> whoever asks gets the old one while
/// one thread asks for the new, so that nobody waits for what many look at. Any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="fresh">How old it may be.</param>
/// <param name="atMost">How old it may be while it is asked for anew.</param>
/// <param name="ask">Asks.</param>
internal sealed class Lately<T>(TimeProvider time, TimeSpan fresh, TimeSpan atMost, Func<T> ask)
{
    private readonly Lock _turn = new();
    private (long At, T Value)? _known;
    private int _asking;

    internal T Value
    {
        get
        {
            lock (_turn)
            {
                if (_known is not { } known || time.GetElapsedTime(known.At) >= atMost) return Ask_NeedsTurn();
                if (time.GetElapsedTime(known.At) >= fresh) Refresh();
                return known.Value;
            }
        }
    }

    /// <summary>Asks for it anew, in the background, unless somebody does.</summary>
    internal void Refresh()
    {
        if (Interlocked.Exchange(ref _asking, 1) == 0) _ = Task.Run(AskBehind);
    }

    private void AskBehind()
    {
        try
        {
            var (at, value) = (time.GetTimestamp(), ask());
            lock (_turn) _known = (at, value);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_turn) _known = null; // who asks next asks himself, and is told
        }
        finally
        {
            Interlocked.Exchange(ref _asking, 0);
        }
    }

    private T Ask_NeedsTurn()
    {
        var (at, value) = (time.GetTimestamp(), ask());
        _known = (at, value);
        return value;
    }
}
