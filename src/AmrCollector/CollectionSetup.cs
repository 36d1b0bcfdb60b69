using System.Collections.Frozen;
using AmrCollector.Billing;
using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Reports;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector;

/// <summary>A checked configuration: what the collector runs on. Every name in it resolves.</summary>
public sealed record CollectionSetup
{
    private readonly Lazy<IReadOnlyDictionary<MeterId, Meter>> _byId = null!;
    private readonly Lazy<ILookup<string, Meter>> _byLine = null!;

    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>The site's zone; plans and freezes are in it.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>MQTT brokers by name.</summary>
    public IReadOnlyDictionary<string, MqttOptions> Brokers { get; init; } = new Dictionary<string, MqttOptions>();

    /// <summary>Listeners units dial in to, by name.</summary>
    public IReadOnlyDictionary<string, DialInOptions> Listeners { get; init; } = new Dictionary<string, DialInOptions>();

    /// <summary>Which messages of the brokers become readings.</summary>
    public IReadOnlyList<ReportRule> Reports { get; init; } = [];

    /// <summary>Lines, each with a name of its own.</summary>
    public required IReadOnlyList<LineSetup> Lines { get; init; }

    /// <summary>Every row of the meter list that is not removed.</summary>
    public required IReadOnlyList<Meter> Meters
    {
        get;
        init
        {
            field = value;
            _byId = new(() => value.ToDictionary(meter => meter.Id));
            _byLine = new(() => value.ToLookup(meter => meter.Line, StringComparer.Ordinal));
        }
    }

    /// <summary>The meters by their number; made once, for all who ask. Any thread.</summary>
    public IReadOnlyDictionary<MeterId, Meter> ById => _byId.Value;

    /// <summary>The meters of each line, in the order of the list; made once, for all who ask. Any thread.</summary>
    public ILookup<string, Meter> ByLine => _byLine.Value;

    /// <summary>Models by name.</summary>
    public required FrozenDictionary<string, MeterModel> Models { get; init; }

    /// <summary>Plans by name.</summary>
    public required FrozenDictionary<string, Plan> Plans { get; init; }

    /// <summary>Thresholds of the rules and the site's days off; null: the defaults, without days off.</summary>
    public RuleParameters? Parameters { get; init; }

    /// <summary>Whether and when meters' clocks are set.</summary>
    public ClockSettings Clock { get; init; } = ClockSettings.Off;

    /// <summary>Folder of the observations and, unless configured elsewhere, of the ledger.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Age after which a daily freeze that is still open is estimated; one that is lost for good is at the next turn.</summary>
    public TimeSpan EstimateAfter { get; init; } = TimeSpan.FromHours(72);

    /// <summary>From one turn of estimating to the next; the first comes so long after the start, when the meters were asked.</summary>
    public TimeSpan EstimateEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The age a line's newest reading may have before an alarm stands: a daily freeze and two hours.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromHours(26);

    /// <summary>When billing reads are issued, and when a reading day is complete.</summary>
    public BillingOptions Billing { get; init; } = new();

    /// <summary>Whole months the ledger's active file keeps before the running one; older ones are closed into files of their own.</summary>
    public int KeepMonths { get; init; } = 4;

    /// <summary>Folder of the ledger.</summary>
    public string LedgerFolder { get => field ?? Path.Combine(DataFolder, "ledger"); init; }
}
