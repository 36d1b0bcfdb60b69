using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Service.Web;

/// <summary>What the web pages see of the collector.</summary>
/// <param name="Current">What it runs on now.</param>
/// <param name="Report">What it is doing now.</param>
/// <param name="Sinks">How far each push has come.</param>
/// <param name="Ledger">What is in force.</param>
public sealed record SiteView(Func<CollectorConfiguration> Current, Func<CollectionReport> Report, Func<IReadOnlyList<FeedSinkReport>> Sinks, LedgerReader Ledger)
{
    /// <summary>What it runs on now: a reload replaces it, so nobody keeps it.</summary>
    public CollectorConfiguration Configuration => Current();
}
