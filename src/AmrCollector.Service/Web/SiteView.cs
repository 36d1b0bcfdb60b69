using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Service.Web;

/// <summary>What the web pages see of the collector.</summary>
/// <param name="Configuration">What it runs on.</param>
/// <param name="Report">What it is doing now.</param>
/// <param name="Sinks">How far each push has come.</param>
/// <param name="Ledger">What is in force.</param>
public sealed record SiteView(CollectorConfiguration Configuration, Func<CollectionReport> Report, Func<IReadOnlyList<FeedSinkReport>> Sinks, LedgerReader Ledger);
