using AmrCollector.Lines.DialIn;

namespace AmrCollector.Service.Web;

/// <summary>The listeners' part of <c>/metrics</c>.</summary>
internal static class ListenerMetrics
{
    /// <summary>Writes it; nothing when there is no listener.</summary>
    public static void Write(PrometheusText text, IReadOnlyList<DialInReport> listeners)
    {
        if (listeners.Count == 0) return;
        text.Gauge("amr_listener_up", "1 while the listener listens.");
        foreach (var one in listeners) text.Sample(one.Trouble is null ? 1 : 0, ("listener", one.Listener));
        text.Gauge("amr_listener_units", "Configured dial-in units by state.");
        foreach (var one in listeners)
        {
            text.Sample(one.Present, ("listener", one.Listener), ("state", "there"))
                .Sample(Math.Max(0, one.Units - one.Present - one.NeverCame), ("listener", one.Listener), ("state", "gone"))
                .Sample(one.NeverCame, ("listener", one.Listener), ("state", "never_came"));
        }

        text.Gauge("amr_listener_pending", "Connections that have not registered yet.");
        foreach (var one in listeners) text.Sample(one.Pending, ("listener", one.Listener));
        text.Counter("amr_listener_accepted_total", "Connections taken.");
        foreach (var one in listeners) text.Sample(one.Accepted, ("listener", one.Listener));
        text.Counter("amr_listener_moved_total", "Units that came again from elsewhere and proved themselves.");
        foreach (var one in listeners) text.Sample(one.Moved, ("listener", one.Listener));
        text.Counter("amr_listener_refused_total", "Connections not taken or not kept, by reason.");
        foreach (var one in listeners)
            foreach (var (reason, count) in one.Refused) text.Sample(count, ("listener", one.Listener), ("reason", ListenerBody.Word(reason)));
    }
}
