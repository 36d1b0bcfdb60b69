namespace AmrCollector.Lines.DialIn;

/// <summary>The listeners of a configuration, each with the units its lines name.</summary>
public sealed class DialInListeners : IAsyncDisposable
{
    private readonly Dictionary<string, DialInListener> _listeners = new(StringComparer.Ordinal);

    /// <summary>Listeners that do not listen yet.</summary>
    /// <param name="listeners">Options by the listener's name.</param>
    /// <param name="lines">The lines, by name; those that are not dial-in lines are passed over.</param>
    /// <param name="time">For every wait.</param>
    /// <param name="tell">Told with the listener's name of what a person may want to know.</param>
    public DialInListeners(
        IReadOnlyDictionary<string, DialInOptions> listeners, IEnumerable<(string Name, LineUri Uri)> lines, TimeProvider time, Action<string, DialInNotice> tell)
    {
        var units = lines.Where(line => line.Uri.Kind == LineKind.DialIn).ToLookup(line => line.Uri.Listener, StringComparer.Ordinal);
        foreach (var (name, options) in listeners)
            _listeners[name] = new(name, options, units[name], time, notice => tell(name, notice));
    }

    /// <summary>The listener of <paramref name="name"/>, or null.</summary>
    public DialInListener? Find(string name) => _listeners.GetValueOrDefault(name);

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        foreach (var listener in _listeners.Values) listener.Start();
    }

    /// <summary>Every listener.</summary>
    public IReadOnlyList<DialInReport> Report() => [.. _listeners.Values.Select(listener => listener.Report())];

    /// <summary>Ends all of them and their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values) await listener.DisposeAsync();
    }
}
