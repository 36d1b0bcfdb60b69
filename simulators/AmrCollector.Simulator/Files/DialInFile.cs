using System.Net;

namespace AmrCollector.Simulator.Files;

/// <summary>The members of a line whose wire is dialin.</summary>
internal static class DialInFile
{
    /// <summary>The plan; null on another wire, where none of these members may stand.</summary>
    internal static DialInPlan? Read(JsonFields fields, WireKind wire)
    {
        if (wire != WireKind.DialIn) return null;
        var (dial, from, register) = (fields.Need("dial"), fields.Take("from"), fields.Need("register"));
        DialInPlan plan = new()
        {
            Dial = IPEndPoint.TryParse(dial.Text, out var to) && to.Port > 0 ? to : throw dial.Fault("\"dial\" is an address and a port such as \"127.0.0.1:9600\"."),
            Register = register.Text.Length > 0 ? register.Text : throw register.Fault("\"register\" is a text, \"hex:7E01\" or \"dlt645\"."),
            Listener = fields.Text("listener", "dtu"),
            Heartbeat = fields.Text("heartbeat", "hex:FE"),
            HeartbeatEvery = fields.Span("heartbeatEvery", TimeSpan.FromSeconds(30)),
            From = from is null ? null : IPAddress.TryParse(from.Text, out var address) ? address : throw from.Fault("\"from\" is an address such as \"127.0.0.2\"."),
            Redial = fields.Span("redial", TimeSpan.FromSeconds(1)),
            RedialMost = fields.Span("redialMost", TimeSpan.FromSeconds(60)),
            Habit = fields.Word("habit", DialInHabit.None),
        };
        if (plan.HeartbeatEvery < TimeSpan.FromMilliseconds(10) || plan.Redial <= TimeSpan.Zero || plan.RedialMost < plan.Redial)
            throw dial.Fault("\"heartbeatEvery\" is 10 ms or more, \"redial\" more than 0 and \"redialMost\" not less than it.");
        try
        {
            _ = (plan.At(1).Packet("000000000001"), plan.HeartbeatBytes());
            return plan;
        }
        catch (FormatException)
        {
            throw register.Fault("Behind \"hex:\" stand pairs of hexadecimal digits.");
        }
    }
}
