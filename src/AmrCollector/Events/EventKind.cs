namespace AmrCollector.Events;

/// <summary>The kinds of collector alarms; meter events have kinds of their own, named by whoever decodes them.</summary>
public static class EventKind
{
    /// <summary>A line cannot be opened or was lost; subject: the line.</summary>
    public const string LineDown = "lineDown";

    /// <summary>A meter does not answer and is backed off; subject: the meter.</summary>
    public const string MeterSilent = "meterSilent";

    /// <summary>An MQTT broker is away; subject: the broker.</summary>
    public const string BrokerAway = "brokerAway";

    /// <summary>A listener cannot listen; subject: the listener.</summary>
    public const string ListenerDown = "listenerDown";

    /// <summary>Units that dial in are away for longer than a minute; subject: the listener.</summary>
    public const string UnitsAway = "unitsAway";

    /// <summary>Somebody dialled in and was refused, or a unit moved; subject: the listener.</summary>
    public const string DialIn = "dialIn";

    /// <summary>A sink's deliveries fail; subject: the sink.</summary>
    public const string SinkTrouble = "sinkTrouble";

    /// <summary>A sink is disabled until a person resumes it; subject: the sink.</summary>
    public const string SinkDisabled = "sinkDisabled";

    /// <summary>An entry was refused for its content and left out; subject: the sink.</summary>
    public const string EntryRefused = "entryRefused";

    /// <summary>The ledger cannot be written: disk full, disk failing; subject: empty.</summary>
    public const string LedgerTrouble = "ledgerTrouble";

    /// <summary>The disk of the data folder is filled to 70 %; subject: the folder.</summary>
    public const string DiskFilling = "diskFilling";

    /// <summary>The disk of the data folder is filled to 90 %, or less than 1 GB is free; subject: the folder.</summary>
    public const string DiskLow = "diskLow";

    /// <summary>The collector's own clock is not trusted; subject: empty.</summary>
    public const string ClockUntrusted = "clockUntrusted";

    /// <summary>A line's newest reading is older than the site's objective; subject: the line.</summary>
    public const string ReadingsStale = "readingsStale";

    /// <summary>A meter's clock is further off than may be set without a person; subject: the meter.</summary>
    public const string ClockOff = "clockOff";

    /// <summary>A meter's clock was set from here, or refused to be; of the meter.</summary>
    public const string ClockSet = "clockSet";

    /// <summary>Meter and list differ; subject: the finding.</summary>
    public const string Finding = "finding";

    /// <summary>Billing reads cannot be issued; subject: empty.</summary>
    public const string BillingTrouble = "billingTrouble";

    /// <summary>Collecting began or ended; subject: empty.</summary>
    public const string Service = "service";
}
