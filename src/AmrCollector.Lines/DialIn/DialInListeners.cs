using System.Net;
using System.Net.Sockets;

namespace AmrCollector.Lines.DialIn;

/// <summary>The listeners of a configuration, each with the units its lines name. Any thread, one <see cref="FollowAsync"/> at a time.</summary>
public sealed class DialInListeners : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<string, DialInNotice> _tell;
    private volatile IReadOnlyDictionary<string, DialInListener> _listeners;
    private volatile bool _isStarted;

    /// <summary>Listeners that do not listen yet.</summary>
    /// <param name="listeners">Options by the listener's name.</param>
    /// <param name="lines">The lines, by name; those that are not dial-in lines are passed over.</param>
    /// <param name="time">For every wait.</param>
    /// <param name="tell">Told with the listener's name of what a person may want to know.</param>
    public DialInListeners(
        IReadOnlyDictionary<string, DialInOptions> listeners, IEnumerable<(string Name, LineUri Uri)> lines, TimeProvider time, Action<string, DialInNotice> tell)
    {
        (_time, _tell) = (time, tell);
        var units = UnitsOf(lines);
        _listeners = listeners.ToDictionary(listener => listener.Key, listener => Make(listener.Key, listener.Value, units[listener.Key]), StringComparer.Ordinal);
    }

    /// <summary>The listener of <paramref name="name"/>, or null.</summary>
    public DialInListener? Find(string name) => _listeners.GetValueOrDefault(name);

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _isStarted = true;
        foreach (var listener in _listeners.Values) listener.Start();
    }

    /// <summary>
    /// A sentence for each of <paramref name="listeners"/> whose address cannot be listened on now: by others, for an address that one of these holds already is
    /// free when its turn comes.
    /// </summary>
    public IReadOnlyList<string> Taken(IReadOnlyDictionary<string, DialInOptions> listeners)
    {
        var held = _listeners.Values.Where(listener => listener.Address is not null).Select(listener => listener.Wanted).ToHashSet();
        return [.. listeners.Where(listener => !held.Contains(listener.Value.Listen)).Select(listener => WhyTaken(listener.Key, listener.Value.Listen)).OfType<string>()];
    }

    /// <summary>
    /// Goes over to <paramref name="listeners"/>. One of which <paramref name="isSame"/> is true keeps its port and the connections of units that are still
    /// configured; any other ends with its connections, and its units dial in to the one in its place.
    /// </summary>
    public async Task FollowAsync(IReadOnlyDictionary<string, DialInOptions> listeners, IEnumerable<(string Name, LineUri Uri)> lines, Func<string, bool> isSame)
    {
        var (before, units) = (_listeners, UnitsOf(lines));
        foreach (var (name, listener) in before)
            if (!listeners.ContainsKey(name) || !isSame(name)) await listener.DisposeAsync();
        Dictionary<string, DialInListener> now = new(StringComparer.Ordinal);
        foreach (var (name, options) in listeners)
        {
            if (before.TryGetValue(name, out var known) && isSame(name))
            {
                known.Follow(units[name]);
                now[name] = known;
                continue;
            }

            now[name] = Make(name, options, units[name]);
            if (_isStarted) now[name].Start();
        }

        _listeners = now;
    }

    /// <summary>Every listener.</summary>
    public IReadOnlyList<DialInReport> Report() => [.. _listeners.Values.Select(listener => listener.Report())];

    /// <summary>Ends all of them and their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values) await listener.DisposeAsync();
    }

    private static ILookup<string, (string Name, LineUri Uri)> UnitsOf(IEnumerable<(string Name, LineUri Uri)> lines) =>
        lines.Where(line => line.Uri.Kind == LineKind.DialIn).ToLookup(line => line.Uri.Listener, StringComparer.Ordinal);

    private static string? WhyTaken(string name, IPEndPoint address)
    {
        try
        {
            using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(address);
            probe.Listen(1);
            return null;
        }
        catch (SocketException e)
        {
            return $"listener '{name}' cannot listen on {address}: {e.Message}";
        }
    }

    private DialInListener Make(string name, DialInOptions options, IEnumerable<(string Name, LineUri Uri)> units) =>
        new(name, options, units, _time, notice => _tell(name, notice));
}
