using AmrCollector.Gaps;
using AmrCollector.Metering;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web.Entries;
using AmrCollector.Service.Web.Review;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>What the pages show, and what was found lately: counts over all meters are asked for at most every few seconds, however many look.</summary>
internal sealed class PagedSite
{
    private const int CalendarDays = 35;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Following<CollectionSetup, LineForecast> _forecast;
    private readonly Lately<IReadOnlyList<Completeness>> _calendar;
    private readonly Lately<Kpi?> _kpi;
    private readonly Lately<IReadOnlyList<LineLoad>> _loads;
    private readonly Lately<CollectionReport> _report;

    internal PagedSite(SiteView view, Collection collection, EntryStories stories, EntryDecisions decisions, TimeProvider time)
    {
        (View, Collection, Stories, Decisions, _time) = (view, collection, stories, decisions, time);
        _forecast = new(() => view.Configuration.Setup, setup => new(setup));
        _report = new(time, Now, Now, view.Report);
        _loads = new(time, Fresh, AtMost, () => _forecast.Now().For(Report.Lines));
        _calendar = new(time, Fresh, AtMost, () => collection.Gaps.Count(Days(CalendarDays), GapSplit.Day, time.GetUtcNow()));
        _kpi = new(time, Fresh, AtMost, () => collection.Gaps.Kpis(Days(2, 1), GapSplit.None, time.GetUtcNow()) is [var first, ..] ? first : null);
    }

    /// <summary>Configuration, report, sinks, ledger.</summary>
    internal SiteView View { get; }

    /// <summary>Everything else.</summary>
    internal Collection Collection { get; }

    /// <summary>Stories of entries.</summary>
    internal EntryStories Stories { get; }

    /// <summary>Takes decisions.</summary>
    internal EntryDecisions Decisions { get; }

    /// <summary>The collector now.</summary>
    internal CollectionReport Report => _report.Value;

    /// <summary>One forecast a line, in the order of the report.</summary>
    internal IReadOnlyList<LineLoad> Loads => _loads.Value;

    /// <summary>How complete the last weeks are.</summary>
    internal IReadOnlyList<Completeness> Calendar => _calendar.Value;

    /// <summary>Yesterday's figures; null when nothing was due.</summary>
    internal Kpi? Yesterday => _kpi.Value;

    /// <summary>The meter list.</summary>
    internal IReadOnlyDictionary<MeterId, Meter> Meters => View.Configuration.Setup.ById;

    /// <summary>A page for who asks.</summary>
    internal Page Page(HttpContext context) => new(context, View.Configuration.Setup.Site, View.Configuration.Setup.Zone, _time.GetUtcNow());

    /// <summary>When the lines are under way, what pages of a large site take longest to find is found, so that not even the first who looks waits for it.</summary>
    internal void WarmSoon() => Task.Delay(AfterStart, _time).ContinueWith(_ =>
    {
        _loads.Refresh();
        _calendar.Refresh();
        _kpi.Refresh();
    }, TaskScheduler.Default);

    private GapFilter Days(int from, int to = 0)
    {
        var today = Collection.Gaps.DayOf(_time.GetUtcNow());
        return new() { From = today.AddDays(-from + 1), To = today.AddDays(-to) };
    }
}
