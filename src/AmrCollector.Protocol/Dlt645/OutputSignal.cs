namespace AmrCollector.Protocol.Dlt645;

/// <summary>What the multifunction terminal gives out, 1DH (supplement; dossier §5.13).</summary>
public enum OutputSignal
{
    /// <summary>Second pulse.</summary>
    SecondPulse = 0,

    /// <summary>Demand period.</summary>
    DemandPeriod = 1,

    /// <summary>Tariff switch.</summary>
    TariffSwitch = 2,
}
