using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>
/// What is wanted, and what the broker has been asked for on this connection; the loop evens them out. Subscribing and leaving may
/// come from any thread, all else from the connection's loop.
/// </summary>
internal sealed class MqttSubscriptions(MqttWake wake, Action<string> refused)
{
    private const int MostInOneRequest = 100;

    private readonly Lock _gate = new();
    private readonly List<MqttSubscription> _wanted = [];
    private readonly Dictionary<string, bool> _asked = new(StringComparer.Ordinal); // true when granted
    private readonly Dictionary<ushort, string[]> _requests = [];
    private Dictionary<string, List<MqttSubscription>> _exact = new(StringComparer.Ordinal);
    private List<MqttSubscription> _wild = [];
    private volatile bool _isUnsorted;
    private volatile bool _isUneven; // a flag of its own: messages come, and are sorted for, before the first request is written

    /// <summary>Wants <paramref name="subscription"/> from now on.</summary>
    public void Add(MqttSubscription subscription)
    {
        lock (_gate) _wanted.Add(subscription);
        _isUnsorted = _isUneven = true;
        wake.Ring();
    }

    /// <summary>Wants it no more.</summary>
    public void Remove(MqttSubscription subscription)
    {
        lock (_gate) _wanted.Remove(subscription);
        _isUnsorted = _isUneven = true;
        wake.Ring();
    }

    /// <summary>Everyone who wants a message on <paramref name="topic"/>.</summary>
    public IReadOnlyList<MqttSubscription> ReceiversOf(string topic)
    {
        if (_isUnsorted) Sort();
        var exact = _exact.GetValueOrDefault(topic);
        List<MqttSubscription>? both = null;
        foreach (var wild in _wild)
        {
            if (!MqttTopic.Matches(wild.Matched, topic)) continue;
            both ??= exact is null ? [] : [.. exact];
            both.Add(wild);
        }

        return both ?? exact ?? (IReadOnlyList<MqttSubscription>)[];
    }

    /// <summary>A connection begins: everything is asked for again.</summary>
    public void Begin()
    {
        _asked.Clear();
        _requests.Clear();
        _isUneven = true;
    }

    /// <summary>The connection is gone.</summary>
    public void Lose(string why)
    {
        MqttSubscription[] all;
        lock (_gate) all = [.. _wanted];
        foreach (var subscription in all) subscription.Lose(why);
    }

    /// <summary>Asks for what is wanted and not asked for, and lets go of what is no longer wanted.</summary>
    public void WriteOut(MqttWriter writer, MqttPacketIds ids)
    {
        if (!_isUneven) return;
        _isUneven = false;
        Dictionary<string, MqttQos> wanted = new(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var one in _wanted)
            {
                wanted[one.Filter] = (MqttQos)Math.Max((byte)one.Qos, (byte)wanted.GetValueOrDefault(one.Filter));
                if (_asked.GetValueOrDefault(one.Filter)) one.Grant();
            }
        }

        foreach (var chunk in wanted.Where(one => !_asked.ContainsKey(one.Key)).Select(one => (one.Key, one.Value)).Chunk(MostInOneRequest).ToList())
        {
            var id = ids.Take();
            _requests.Add(id, [.. chunk.Select(one => one.Key)]);
            foreach (var (filter, _) in chunk) _asked.Add(filter, false);
            writer.Subscribe(id, chunk);
        }

        foreach (var chunk in _asked.Keys.Where(filter => !wanted.ContainsKey(filter)).Chunk(MostInOneRequest).ToList())
        {
            var id = ids.Take();
            _requests.Add(id, []);
            foreach (var filter in chunk) _asked.Remove(filter);
            writer.Unsubscribe(id, chunk);
        }
    }

    /// <summary>The broker answered a request.</summary>
    public void Answered(MqttSuback answer, MqttPacketIds ids)
    {
        if (!_requests.Remove(answer.PacketId, out var filters)) return;
        ids.Give(answer.PacketId);
        for (var i = 0; i < filters.Length; i++)
        {
            var reason = i < answer.Reasons.Count ? answer.Reasons[i] : MqttReason.FirstFailure;
            var why = reason < MqttReason.FirstFailure ? null : $"the broker refuses a subscription to {filters[i]}: {MqttReason.Of(reason)}";
            if (why is not null) refused(why);
            if (_asked.ContainsKey(filters[i])) _asked[filters[i]] = why is null;
            Tell(filters[i], why);
        }
    }

    private void Tell(string filter, string? why)
    {
        lock (_gate)
        {
            foreach (var one in _wanted.Where(one => one.Filter == filter))
            {
                if (why is null) one.Grant();
                else one.Refuse(why);
            }
        }
    }

    private void Sort()
    {
        _isUnsorted = false;
        lock (_gate)
        {
            _wild = [.. _wanted.Where(IsWild)];
            _exact = _wanted.Where(one => !IsWild(one)).GroupBy(one => one.Matched).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        }
    }

    private static bool IsWild(MqttSubscription one) => one.Matched.AsSpan().IndexOfAny('+', '#') >= 0;
}
