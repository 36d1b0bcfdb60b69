using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Service.Reload;

/// <summary>Compares two configurations: what a running collector can go over to, and what needs a restart. Pure.</summary>
public static class ReloadCheck
{
    // keysFile and certificates are followed of their own accord; which files they are is not. The export of numbers is ended and begun anew. All else here is
    // asked for anew whenever it is needed.
    private static readonly string[] Followed = ["http", "telemetry", "reports", "freshness", "clock", "gaps"];

    /// <summary>A sentence for each part that is other than it was and cannot change while it runs.</summary>
    public static IReadOnlyList<string> Faults(CollectorConfiguration old, CollectorConfiguration next)
    {
        List<string> faults =
        [
            .. old.Print.Sections.Keys.Union(next.Print.Sections.Keys).Where(name => !Followed.Contains(name) && !ConfigurationPrint.Same(old.Print.Sections, next.Print.Sections, name))
                .Order(StringComparer.Ordinal).Select(name => $"collector.json: '{name}' is other than it was, and changes only with a restart; set it back, or restart the collector"),
        ];
        if (old.Polling != next.Polling) faults.Add("collector.json: 'recoverPerHour' of 'gaps' is other than it was, and changes only with a restart; set it back, or restart the collector");
        if (old.Http.Listen != next.Http.Listen || old.Http.KeysFile != next.Http.KeysFile || old.Http.Tls != next.Http.Tls)
            faults.Add("collector.json: 'http' listens elsewhere, or names other files, than it did, and changes only with a restart; set it back, or restart the collector");
        return faults;
    }

    /// <summary>What leads from <paramref name="old"/> to <paramref name="next"/>.</summary>
    public static SetupChange Change(CollectorConfiguration old, CollectorConfiguration next) => SetupChange.Of(
        old.Setup, next.Setup,
        model => ConfigurationPrint.Same(old.Print.Models, next.Print.Models, model),
        plan => ConfigurationPrint.Same(old.Print.Plans, next.Print.Plans, plan),
        Same,
        listener => ConfigurationPrint.Same(old.Print.Listeners, next.Print.Listeners, listener));

    /// <summary>Names of sinks that are no more, or other than they were.</summary>
    public static IReadOnlySet<string> EndingSinks(CollectorConfiguration old, CollectorConfiguration next) =>
        old.Sinks.Select(sink => sink.Name).Where(name => !ConfigurationPrint.Same(old.Print.Sinks, next.Print.Sinks, name)).ToHashSet(StringComparer.Ordinal);

    // By all that a row says, lists included: a column that is added one day is compared as well.
    private static bool Same(Meter one, Meter other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);
}
