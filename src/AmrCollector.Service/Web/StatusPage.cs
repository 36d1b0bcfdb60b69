using System.Globalization;
using AmrCollector.Feed;
using AmrCollector.Polling;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace AmrCollector.Service.Web;

/// <summary>The status page: one page, made by the server, that needs no script and refreshes itself.</summary>
public static class StatusPage
{
    private const int RefreshSeconds = 5;

    /// <summary>Maps <c>/</c> and its style sheet.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site)
    {
        routes.MapGet("/", (HttpRequest request) =>
        {
            var texts = StatusTexts.For(request.Query["lang"].FirstOrDefault(), request.Headers.AcceptLanguage.FirstOrDefault());
            return Results.Content(Render(site.Report(), site.Sinks(), site.Configuration.Setup.Zone, texts), "text/html; charset=utf-8");
        });
        routes.MapGet("/status.css", () => Results.Content(StatusStyle.Css, "text/css; charset=utf-8")).Open();
    }

    /// <summary>The whole page; times are in <paramref name="zone"/>.</summary>
    public static string Render(CollectionReport report, IReadOnlyList<FeedSinkReport> sinks, DateTimeZone zone, StatusTexts texts)
    {
        var health = SiteHealth.Of(report, sinks, texts);
        Html page = new();
        page.Raw($"""<!doctype html><html lang="{texts.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">""")
            .Raw($"""<meta http-equiv="refresh" content="{RefreshSeconds}"><link rel="stylesheet" href="/status.css"><link rel="icon" href="data:,">""")
            .Element("title", $"{report.Site} · AmrCollector").Raw("</head><body><header>")
            .Element("h1", report.Site)
            .Element("span", string.Format(null, texts.AsOf, Local(report.At, zone), Local(report.Since, zone)), " class=\"faint\"")
            .Element("a", texts.Other, $" href=\"{texts.OtherLink}\"").Raw("</header>")
            .Element("p", health.Sentence, $" class=\"health {health.Level.ToString().ToLowerInvariant()}\"");
        Tiles(page, report, texts);
        page.Element("h2", texts.Lines);
        Table(page, texts.LineColumns, report.Lines, line => Line(page, line, report.At, zone, texts));
        ListenerTable.Write(page, report.Listeners, texts, time => Clock(time, report.At, zone));
        page.Element("h2", texts.Sinks);
        if (sinks.Count == 0) page.Raw("<p class=\"faint\">").Text(texts.NoSinks).Raw(" <a href=\"/v1/readings\"><code>/v1/readings</code></a></p>");
        else Table(page, texts.SinkColumns, sinks, sink => Sink(page, sink, texts.SinkColumns));
        page.Element("h2", texts.Ledger).Raw("<p>").Text(texts.Head).Raw(": ").Element("code", report.Head.Length > 0 ? report.Head : texts.Empty).Raw("</p>");
        return page.Raw("</body></html>").ToString();
    }

    private static void Tiles(Html page, CollectionReport report, StatusTexts texts)
    {
        long[] numbers = [report.Accepted, report.Held, report.Rejected, report.Observations, report.Entries];
        page.Raw("<ul class=\"tiles\">");
        for (var i = 0; i < numbers.Length; i++) page.Raw("<li>").Element("b", Count(numbers[i])).Element("span", texts.Tiles[i], " class=\"faint\"").Raw("</li>");
        page.Raw("</ul>");
    }

    private static void Table<T>(Html page, IReadOnlyList<string> columns, IReadOnlyList<T> rows, Action<T> row)
    {
        page.Raw("<div class=\"wide\"><table><thead><tr>");
        foreach (var column in columns) page.Element("th", column);
        page.Raw("</tr></thead><tbody>");
        foreach (var item in rows)
        {
            page.Raw("<tr>");
            row(item);
            page.Raw("</tr>");
        }

        page.Raw("</tbody></table></div>");
    }

    private static void Line(Html page, LineReport line, DateTimeOffset now, DateTimeZone zone, StatusTexts texts)
    {
        var (at, columns) = (0, texts.LineColumns);
        Open(page, columns[at++]).Raw("<span>").Text(line.Line).Element("small", line.Uri).Raw("</span></td>");
        Open(page, columns[at++], line.Why is null ? "left" : "why").Raw("<span>").Element("span", line.Up ? texts.Up : texts.Down, line.Up ? " class=\"up\"" : " class=\"down\"");
        if (line.Why is { } why) page.Element("small", why);
        page.Raw("</span></td>");
        Cell($"{line.Answering} / {line.Meters}", "");
        Cell(Count(line.Dead), line.Dead > 0 ? "some" : "");
        foreach (var count in (long[])[line.Answered, line.Silent, line.Refused, line.Foreign, line.NoiseBytes]) Cell(Count(count), "");
        Cell($"{line.Utilisation * 100:0} %", "");
        Cell(Count(line.Backlog), "");
        Cell(line.LastAnswer is { } last ? Clock(last, now, zone) : "–", "");

        void Cell(string text, string style) => Open(page, columns[at++], style).Text(text).Raw("</td>");
    }

    private static void Sink(Html page, FeedSinkReport sink, IReadOnlyList<string> columns)
    {
        Open(page, columns[0]).Text(sink.Name).Raw("</td>");
        Open(page, columns[1], "why").Text(sink.Place).Raw("</td>");
        Open(page, columns[2]).Text(Count(sink.Lag)).Raw("</td>");
        Open(page, columns[3], "why").Text(sink.Trouble ?? "–").Raw("</td>");
    }

    private static Html Open(Html page, string name, string style = "") =>
        page.Raw("<td data-name=\"").Text(name).Raw(style.Length > 0 ? $"\" class=\"{style}\">" : "\">");

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    // The date is left out while it is today's.
    private static string Clock(DateTimeOffset time, DateTimeOffset now, DateTimeZone zone)
    {
        var (text, today) = (Local(time, zone), Local(now, zone));
        return text[..10] == today[..10] ? text[11..] : text;
    }

    private static string Local(DateTimeOffset time, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(time).InZone(zone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
