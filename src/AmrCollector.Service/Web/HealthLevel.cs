namespace AmrCollector.Service.Web;

/// <summary>How a site is, for the colour of one sentence.</summary>
public enum HealthLevel
{
    /// <summary>Nothing to do.</summary>
    Good,

    /// <summary>Somebody should look in working hours.</summary>
    Watch,

    /// <summary>Somebody should look now.</summary>
    Bad,
}
