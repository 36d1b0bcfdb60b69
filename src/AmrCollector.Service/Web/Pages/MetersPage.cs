using System.Globalization;
using AmrCollector.Metering;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Finds meters: by number, account, point, area or line.</summary>
internal static class MetersPage
{
    private const int APage = 100;

    internal static IResult Get(PagedSite site, HttpContext context)
    {
        var page = site.Page(context);
        var wanted = context.Request.Query["q"].ToString().Trim();
        if (wanted.Length > 0 && MeterId.IsValid(wanted) && site.Meters.ContainsKey(new(wanted))) return Results.Redirect($"/meters/{wanted}");
        _ = int.TryParse(context.Request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var found = site.View.Configuration.Setup.Meters.Where(meter => wanted.Length == 0 || Fits(meter, wanted)).Skip(from).Take(APage + 1).ToList();
        page.Begin(page.Say("Meters", "电表"), "/meters").Html.Element("h1", page.Say("Meters", "电表")).Raw("<form class=\"filters\" method=\"get\" action=\"/meters\" role=\"search\"><label>")
            .Text(page.Say("number, account, point, area or line", "表号、户号、计量点、台区或线路")).Raw(" <input name=\"q\" value=\"").Text(wanted).Raw("\"></label>").Element("button", page.Say("find", "查找")).Raw("</form>");
        Table table = new(page, page.Say("Meters", "电表"), page.Say("meter", "电表"), page.Say("account", "户号"), page.Say("area", "台区"), page.Say("line", "线路"), page.Say("model", "型号"));
        foreach (var meter in found.Take(APage))
            table.Row().Cell("", html => html.Element("a", meter.Id.Value, $" href=\"{page.To($"/meters/{meter.Id.Value}")}\"")).Cell(meter.Account).Cell(meter.Area).Cell(meter.Line).Cell(meter.Model);
        table.End();
        if (found.Count > APage) page.Html.Raw("<p class=\"pager\">").Element("a", page.Say("next page", "下一页"), $" href=\"{page.Here("from", (from + APage).ToString(CultureInfo.InvariantCulture))}\" rel=\"next\"").Raw("</p>");
        return page.End();
    }

    private static bool Fits(Meter meter, string wanted) =>
        Has(meter.Id.Value, wanted) || Has(meter.Account, wanted) || Has(meter.Point, wanted) || Has(meter.Area, wanted) || Has(meter.Line, wanted);

    private static bool Has(string text, string wanted) => text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
