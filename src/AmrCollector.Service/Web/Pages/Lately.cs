namespace AmrCollector.Service.Web.Pages;

/// <summary>An answer that is asked for anew only when it is older than <paramref name="fresh"/>. Any thread; one asks, the others wait for it.</summary>
/// <param name="time">The clock.</param>
/// <param name="fresh">How old it may be.</param>
/// <param name="ask">Asks.</param>
internal sealed class Lately<T>(TimeProvider time, TimeSpan fresh, Func<T> ask)
{
    private readonly Lock _turn = new();
    private (long At, T Value)? _known;

    internal T Value
    {
        get
        {
            lock (_turn)
            {
                if (_known is { } known && time.GetElapsedTime(known.At) < fresh) return known.Value;
                var value = ask();
                _known = (time.GetTimestamp(), value);
                return value;
            }
        }
    }
}
