using AmrCollector.Service.Security;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Accept, reject, edit, with a reason: a form without script that works by keyboard. Only for who may decide.</summary>
internal static class ReviewForm
{
    /// <summary>Writes it; <paramref name="value"/> is what may be edited, null for a finding. <paramref name="back"/> says where to go afterwards; <paramref name="isDay"/> for intervals, some of which may be named.</summary>
    internal static void Write(Page page, string id, int version, decimal? value, string back, bool isDay = false)
    {
        if (!page.MayDecide) return;
        var (html, isEntry) = (page.Html, !id.StartsWith("F-", StringComparison.Ordinal));
        html.Raw("<form class=\"decide\" method=\"post\" action=\"").Text($"/review/{id}").Raw("\">").Raw(Forms.Token(page.Context))
            .Raw($"<input type=\"hidden\" name=\"version\" value=\"{version}\"><input type=\"hidden\" name=\"back\" value=\"{back}\">")
            .Raw("<button disabled hidden></button>") // the first button is the one Enter presses: nobody accepts by Enter
            .Raw("<label class=\"reason\">").Text(page.Say("Reason", "原因")).Raw(" <input name=\"reason\" required maxlength=\"1000\" autocomplete=\"off\"></label>")
            .Raw("<span class=\"buttons\"><button class=\"accept\" name=\"decision\" value=\"accept\">").Text(page.Say("Accept", "接受")).Raw("</button>")
            .Raw("<button class=\"reject\" name=\"decision\" value=\"reject\">").Text(page.Say("Reject", "拒绝")).Raw("</button></span>");
        if (isEntry)
        {
            html.Raw("<details><summary>").Text(isDay ? page.Say("Other energies", "修改电量") : page.Say("Another number", "修改示数")).Raw("</summary><label>").Text(isDay ? page.Say("Total of the day", "日合计") : page.Say("Register", "示数"))
                .Raw(" <input name=\"value\" inputmode=\"decimal\" autocomplete=\"off\" value=\"").Text(value is null || isDay ? "" : Page.Exact(value)).Raw("\"></label>");
            if (isDay) html.Raw("<label>").Text(page.Say("or single intervals", "或单个时段")).Raw(" <input name=\"intervals\" autocomplete=\"off\" placeholder=\"10:15=0.25, 10:30=0.30\"></label>");
            html.Raw("<button name=\"decision\" value=\"edit\">").Text(page.Say("Edit", "修改")).Raw("</button></details>");
        }

        html.Raw("</form>");
    }
}
