namespace AmrCollector;

/// <summary>Something made of what a reload replaces: made again when that is another object. Any thread; two at once may both make it.</summary>
public sealed class Following<TSource, T>(Func<TSource> source, Func<TSource, T> make) where TSource : class
{
    private volatile Made? _made;

    /// <summary>Made of the source as it is now.</summary>
    public T Now()
    {
        var of = source();
        if (_made is not { } made || !ReferenceEquals(made.Of, of)) _made = made = new(of, make(of));
        return made.Value;
    }

    private sealed record Made(TSource Of, T Value);
}
