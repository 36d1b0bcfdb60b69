using System.Buffers;
using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Feed.Mqtt;

/// <summary>
/// Publishes each entry as one message at QoS 1, never retained; a batch is taken when the broker has acknowledged all of it. What was
/// acknowledged is not sent again by a retry of this process; after a crash it is, with the same entry id.
/// </summary>
/// <param name="options">Where to publish.</param>
/// <param name="client">The broker's client; owned by the caller.</param>
/// <param name="time">For waits.</param>
public sealed class MqttTarget(MqttTargetOptions options, MqttClient client, TimeProvider time) : ISinkTarget
{
    private readonly Dictionary<long, Task> _underWay = [];

    /// <inheritdoc/>
    public string Place => $"mqtt {options.Broker} {options.Topic}";

    /// <inheritdoc/>
    public BatchLimits Limits => new(options.MostEntries);

    /// <inheritdoc/>
    public async Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        client.Start();
        var page = ((DeliveryPage.Readings)delivery.Whole).Page;
        foreach (var entry in page.Entries)
        {
            if (_underWay.TryGetValue(entry.Sequence, out var task) && !task.IsFaulted && !task.IsCanceled) continue;
            _underWay[entry.Sequence] = client.PublishAsync(TopicOf(entry), Payload(page, entry), MqttQos.AtLeastOnce, cancellationToken: CancellationToken.None);
        }

        var all = Task.WhenAll(page.Entries.Select(entry => _underWay[entry.Sequence]));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(all, Task.Delay(options.Timeout, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (!all.IsCompleted) return new DeliveryDecision.Again(Late(), null);
        if (all.Exception is { } failure) return OfFailure(failure);
        foreach (var entry in page.Entries) _underWay.Remove(entry.Sequence);
        return new DeliveryDecision.Taken();
    }

    /// <summary>The topic of <paramref name="entry"/>; what a level cannot hold becomes '_', an empty name '-'.</summary>
    public string TopicOf(Entry entry)
    {
        var meter = entry.Draft.Meter;
        return options.Topic
            .Replace("{site}", Level(options.Site), StringComparison.Ordinal).Replace("{meter}", Level(meter.Id.Value), StringComparison.Ordinal)
            .Replace("{item}", Level(entry.Draft.Item.ToString()), StringComparison.Ordinal).Replace("{point}", Level(meter.Point), StringComparison.Ordinal)
            .Replace("{account}", Level(meter.Account), StringComparison.Ordinal).Replace("{area}", Level(meter.Area), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _underWay.Clear();

    private static string Level(string name) =>
        name.Length == 0 ? "-" : string.Create(name.Length, name, (level, from) =>
        {
            for (var i = 0; i < from.Length; i++) level[i] = from[i] is '/' or '+' or '#' or '\0' || char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '_' : from[i];
        });

    private static ReadOnlyMemory<byte> Payload(FeedPage page, Entry entry)
    {
        ArrayBufferWriter<byte> json = new(1024);
        FeedJson.WriteLine(json, entry, page.CursorAfter(entry.Sequence));
        return json.WrittenMemory[..^1];
    }

    private string Late() => client.Report() is { IsConnected: false, Why: var why }
        ? $"the broker is away: {why}"
        : string.Create(CultureInfo.InvariantCulture, $"the broker did not acknowledge within {options.Timeout.TotalSeconds:0.#} s");

    private static DeliveryDecision OfFailure(AggregateException failure)
    {
        var refusal = failure.InnerExceptions.Select(one => one.InnerException).OfType<MqttRefusalException>().FirstOrDefault(one => one.IsContent);
        if (refusal is not null) return new DeliveryDecision.Refused(refusal.Message);
        return failure.InnerExceptions.All(one => one is LineLostException or OperationCanceledException)
            ? new DeliveryDecision.Again(failure.InnerExceptions[0].Message, null)
            : throw failure;
    }
}
