using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Polling;
using AmrCollector.Reports;
using AmrCollector.Telemetry;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>The collector at one moment, for the status page, the live table and the metrics.</summary>
public sealed record CollectionReport
{
    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>When this was taken, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the process began to collect, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Each line.</summary>
    public required IReadOnlyList<LineReport> Lines { get; init; }

    /// <summary>Registers accepted since the start.</summary>
    public long Accepted { get; init; }

    /// <summary>Registers held since the start.</summary>
    public long Held { get; init; }

    /// <summary>Registers rejected since the start.</summary>
    public long Rejected { get; init; }

    /// <summary>Repeats of what the ledger has already.</summary>
    public long Repeats { get; init; }

    /// <summary>Observations stored since the start.</summary>
    public long Observations { get; init; }

    /// <summary>Entries in the ledger.</summary>
    public long Entries { get; init; }

    /// <summary>Sequence and hash of the newest entry: "184213:9f3c…"; empty when the ledger is.</summary>
    public string Head { get; init; } = "";

    /// <summary>Brokers in use.</summary>
    public IReadOnlyList<(string Broker, MqttClientReport Report)> Brokers { get; init; } = [];

    /// <summary>Listeners units dial in to.</summary>
    public IReadOnlyList<DialInReport> Listeners { get; init; } = [];

    /// <summary>Reports of gateways; null when none are configured.</summary>
    public ReportReport? Reports { get; init; }

    /// <summary>Why the collector's own clock is not trusted now, else null.</summary>
    public string? ClockTrouble { get; init; }

    /// <summary>Why the ledger cannot be written now, else null.</summary>
    public string? LedgerTrouble { get; init; }

    /// <summary>Entries appended since the start, revisions and estimates among them.</summary>
    public long Appended { get; init; }

    /// <summary>How often each rule had a say since the start, by rule and what was decided.</summary>
    public IReadOnlyList<(string Rule, Judgement Judgement, long Count)> Rules { get; init; } = [];

    /// <summary>How long commits of the ledger took; null where nothing was measured.</summary>
    public DurationTotals? Commits { get; init; }

    /// <summary>Bytes of the ledger's files.</summary>
    public long LedgerBytes { get; init; }

    /// <summary>Free bytes on the disk of the data folder; 0 when that cannot be told.</summary>
    public long DiskFree { get; init; }

    /// <summary>Which poller or writer hangs, in a sentence; null when none does.</summary>
    public string? Stuck { get; init; }

    /// <summary>Instant of the newest reading of each line that has one.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Newest { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Lines whose newest reading is older than the site's objective.</summary>
    public IReadOnlyList<string> Stale { get; init; } = [];
}
