using System.Globalization;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace AmrCollector.Service.Web.Pages;

/// <summary>One page for one reader, under construction: his language, his rights, the site's clock.</summary>
internal sealed class Page
{
    private readonly string _site;
    private readonly DateTimeZone _zone;
    private readonly bool _isChosen;

    /// <param name="context">Who asks.</param>
    /// <param name="site">The site's name.</param>
    /// <param name="zone">Times are in it.</param>
    /// <param name="now">Now.</param>
    internal Page(HttpContext context, string site, DateTimeZone zone, DateTimeOffset now)
    {
        (Context, _site, _zone, Now) = (context, site, zone, now);
        var asked = context.Request.Query["lang"].FirstOrDefault();
        _isChosen = asked is not null;
        Texts = StatusTexts.For(asked, context.Request.Headers.AcceptLanguage.FirstOrDefault());
    }

    /// <summary>The request.</summary>
    internal HttpContext Context { get; }

    /// <summary>When it was asked for.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>The words of one language.</summary>
    internal StatusTexts Texts { get; }

    /// <summary>What is written so far.</summary>
    internal Html Html { get; } = new();

    /// <summary>True when the reader may decide.</summary>
    internal bool MayDecide => Context.Caller().May(Scope.Operate);

    /// <summary>The words of the reader's language.</summary>
    internal string Say(string english, string chinese) => Texts.Language == "zh" ? chinese : english;

    /// <summary>Opens the page; with <paramref name="refresh"/> seconds it loads itself anew.</summary>
    internal Page Begin(string title, string here, int refresh = 0)
    {
        var isPaused = Context.Request.Query["refresh"] == "off";
        Html.Raw($"""<!doctype html><html lang="{Texts.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">""");
        if (refresh > 0 && !isPaused) Html.Raw($"""<meta http-equiv="refresh" content="{refresh}">""");
        Html.Raw("""<link rel="stylesheet" href="/status.css"><link rel="icon" href="data:,">""").Element("title", $"{title} · {_site}").Raw("</head><body>");
        Html.Element("a", Say("Skip to the content", "跳到正文"), " class=\"skip\" href=\"#main\"");
        Html.Raw("<header><p class=\"site\">").Element("a", _site, $" href=\"{To("/")}\"").Raw("</p><nav aria-label=\"").Text(Say("Pages", "页面")).Raw("\">");
        foreach (var (path, words) in ((string, string)[])
            [("/", Say("Overview", "总览")), ("/review", Say("Review", "复核")), ("/meters", Say("Meters", "电表")), ("/lines", Say("Lines", "线路")), ("/gaps", Say("Gaps", "缺数"))])
            Html.Element("a", words, $" href=\"{To(path)}\"{(path == here ? " aria-current=\"page\"" : "")}");
        Html.Raw("</nav><p class=\"who\">");
        if (Context.Caller() is { Road: CallerRoad.Session } caller) SignedIn(caller);
        else if (!MayDecide) Html.Element("a", Say("Sign in", "登录"), $" href=\"{SignIn.Address(Context.Request.Path + Context.Request.QueryString.Value)}\"");
        Html.Element("a", Texts.Other, $" href=\"{OtherLanguage()}\" lang=\"{(Texts.Language == "zh" ? "en" : "zh")}\" hreflang=\"{(Texts.Language == "zh" ? "en" : "zh")}\"");
        Html.Raw("</p></header><main id=\"main\">");
        return this;
    }

    /// <summary>Closes it.</summary>
    internal IResult End(int status = 200, int refresh = 0)
    {
        Html.Raw("</main><footer><p class=\"faint\">").Text(Say("As of", "截至")).Raw(" ").Text(Local(Now));
        if (refresh > 0)
        {
            var isPaused = Context.Request.Query["refresh"] == "off";
            var words = isPaused ? Say("refresh by itself again", "恢复自动刷新") : Say("stop refreshing", "停止刷新");
            Html.Raw(" · ").Text(isPaused ? Say("not refreshed", "已停止刷新") : Say($"refreshed every {refresh} s", $"每 {refresh} 秒刷新")).Raw(" · ").Element("a", words, $" href=\"{Here("refresh", isPaused ? null : "off")}\"");
        }

        return Results.Content(Html.Raw("</p></footer></body></html>").ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A link within the site that keeps a language the reader chose, ready to stand in an attribute.</summary>
    internal string To(string path) => Attribute(!_isChosen ? path : path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + $"lang={Texts.Language}");

    /// <summary>This page with another value of one word of its query; null takes it away.</summary>
    internal string Here(string name, string? value)
    {
        var words = Context.Request.Query.Where(word => word.Key != name).Select(word => (word.Key, Value: word.Value.ToString())).ToList();
        if (value is not null) words.Add((name, value));
        var query = string.Join('&', words.Select(word => $"{Uri.EscapeDataString(word.Key)}={Uri.EscapeDataString(word.Value)}"));
        return Attribute(Context.Request.Path + (query.Length > 0 ? $"?{query}" : ""));
    }

    /// <summary>Local time of the site, to the second.</summary>
    internal string Local(DateTimeOffset time) => In(time, "uuuu-MM-dd HH:mm:ss");

    /// <summary>Local time of the site, to the minute.</summary>
    internal string Minute(DateTimeOffset time) => In(time, "uuuu-MM-dd HH:mm");

    /// <summary>Local day of the site.</summary>
    internal string Day(DateTimeOffset time) => In(time, "uuuu-MM-dd");

    /// <summary>Local time, without the date while it is today's.</summary>
    internal string Clock(DateTimeOffset time)
    {
        var (text, today) = (Local(time), Local(Now));
        return text[..10] == today[..10] ? text[11..] : text;
    }

    /// <summary>A whole number with thin spaces.</summary>
    internal static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>"99.30 %", or a dash.</summary>
    internal static string Share(decimal? share) => share is { } known ? (known * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>An exact amount.</summary>
    internal static string Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string Attribute(string text) => System.Net.WebUtility.HtmlEncode(text);

    private void SignedIn(Caller caller) => Html.Raw("<form method=\"post\" action=\"/sign-out\">").Raw(Forms.Token(Context)).Raw("<button class=\"quiet\">").Text(caller.Name).Raw(" · ").Text(Say("sign out", "退出")).Raw("</button></form>");

    private string OtherLanguage() => Here("lang", Texts.Language == "zh" ? "en" : "zh");

    private string In(DateTimeOffset time, string form) => Instant.FromDateTimeOffset(time).InZone(_zone).ToString(form, CultureInfo.InvariantCulture);
}
