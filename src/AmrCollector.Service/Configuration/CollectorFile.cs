using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Polling.Clocks;
using AmrCollector.Reports;
using NodaTime;

namespace AmrCollector.Service.Configuration;

/// <summary>collector.json as far as it could be understood; what could not is a fault and left out.</summary>
internal sealed record CollectorFile
{
    /// <summary>Its path, for the faults of files that refer to it.</summary>
    public required string Path { get; init; }

    public string Site { get; init; } = "";

    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    public required string Folder { get; init; }

    public required string LedgerFolder { get; init; }

    public IReadOnlyDictionary<string, MqttOptions> Brokers { get; init; } = new Dictionary<string, MqttOptions>();

    public IReadOnlyDictionary<string, DialInOptions> Listeners { get; init; } = new Dictionary<string, DialInOptions>();

    public IReadOnlyList<ReportRule> Reports { get; init; } = [];

    public IReadOnlyDictionary<string, LineSetup> Lines { get; init; } = new Dictionary<string, LineSetup>();

    /// <summary>Names of lines that stand in the file but are faulty: a meter on one is no second fault.</summary>
    public IReadOnlySet<string> FaultyLines { get; init; } = new HashSet<string>();

    public IReadOnlyDictionary<string, NamedPlan> Plans { get; init; } = new Dictionary<string, NamedPlan>();

    /// <summary>Whole months the ledger's active file keeps.</summary>
    public int KeepMonths { get; init; }

    public TimeSpan Freshness { get; init; }

    public GapSettings Gaps { get; init; } = new();

    public ClockSettings Clock { get; init; } = ClockSettings.Off;

    /// <summary>When billing reads are issued.</summary>
    public AmrCollector.Billing.BillingOptions Billing { get; init; } = new();

    public TelemetrySettings? Telemetry { get; init; }

    public required HttpSettings Http { get; init; }

    public IReadOnlyList<SinkSettings> Sinks { get; init; } = [];
}
