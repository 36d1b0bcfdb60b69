using System.Globalization;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>What a broker must do for the collector's promise to hold: the judgement of a trial. Pure.</summary>
public static class BrokerCheck
{
    private const uint UsualPacket = 128 * 1024;
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(3);

    /// <summary>Everything worth saying about <paramref name="trial"/>, the faults first; <paramref name="wantsShares"/> when a topic of ours begins with <c>$share</c>.</summary>
    public static IReadOnlyList<BrokerFinding> Of(BrokerTrial trial, bool wantsShares)
    {
        ArgumentNullException.ThrowIfNull(trial);
        List<BrokerFinding> found = [];
        var (grant, name) = (trial.Grant, trial.Program ?? "the broker");
        if (trial.Obstacle is { } obstacle) found.Add(new(true, $"{name} could not be tried: {obstacle}"));
        else OfKeeping(trial, name, found);
        if (wantsShares && (!grant.HasShared || !trial.Shares)) found.Add(new(true, $"{name} grants no shared subscription; take $share/NAME/ out of the topics in 'reports', or use a broker that knows it"));
        if (!grant.HasWildcards) found.Add(new(true, $"{name} knows no wildcards in topics; every topic in 'reports' must be written out"));
        if (grant.MaximumQos == MqttQos.AtMostOnce) found.Add(new(true, $"{name} takes messages at QoS 0 only: what gateways send can be lost on the way"));
        if (grant.SessionExpiry is { } expiry && expiry < LongestAbsence)
            found.Add(new(expiry < TimeSpan.FromHours(1), $"{name} keeps a session for {Span(expiry)} only: what is reported while the collector is away for longer is lost (mosquitto: persistent_client_expiration)"));
        if (grant.Version == MqttVersion.V311) found.Add(new(false, $"{name} speaks MQTT 3.1.1 and does not tell its limits; how long it keeps the session is its own setting"));
        if (grant.ReceiveMaximum < 20) found.Add(new(false, $"{name} takes {grant.ReceiveMaximum} unacknowledged messages from us at a time; sinks that publish will be slow"));
        if (grant.MaximumPacketSize < UsualPacket) found.Add(new(false, $"{name} takes no packet above {grant.MaximumPacketSize} bytes"));
        if (grant.KeepAlive is { } wanted) found.Add(new(false, $"{name} wants a sign of life every {Span(wanted)}; it gets one"));
        return [.. found.OrderByDescending(finding => finding.IsFault)];
    }

    private static void OfKeeping(BrokerTrial trial, string name, List<BrokerFinding> found)
    {
        if (!trial.KeptSession)
            found.Add(new(true, $"{name} forgot the session of a client that left: whatever is reported while the collector is away is lost. Let it keep persistent sessions (mosquitto: persistence true)"));
        else if (trial.Kept < trial.Sent)
            found.Add(new(true, string.Create(CultureInfo.InvariantCulture, $"{name} acknowledged {trial.Sent} messages to their sender and kept {trial.Kept} for a client that was away: the others are lost. Raise what it queues (mosquitto: max_queued_messages 0, max_queued_bytes 0; in 3.1.1 also max_inflight_messages 0)")));
        else
            found.Add(new(false, string.Create(CultureInfo.InvariantCulture, $"{name} kept all of {trial.Sent} messages for a client that was away")));
    }

    private static string Span(TimeSpan span) => span.TotalHours >= 48 ? $"{span.TotalDays:0.#} days" : span.TotalMinutes >= 120 ? $"{span.TotalHours:0.#} h" : span.TotalSeconds >= 120 ? $"{span.TotalMinutes:0.#} min" : $"{span.TotalSeconds:0} s";
}
