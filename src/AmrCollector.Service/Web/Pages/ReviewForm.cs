using AmrCollector.Service.Security;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Accept, reject, edit, with a reason: a form without script that works by keyboard. Only for who may decide.</summary>
internal static class ReviewForm
{
    /// <summary>Writes it; <paramref name="value"/> is what may be edited, null for a finding. <paramref name="back"/> says where to go afterwards.</summary>
    internal static void Write(Page page, string id, int version, decimal? value, string back)
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
            html.Raw("<details><summary>").Text(page.Say("Another number", "修改示数")).Raw("</summary><label>").Text(page.Say("Register", "示数"))
                .Raw(" <input name=\"value\" inputmode=\"decimal\" autocomplete=\"off\" value=\"").Text(value is null ? "" : Page.Exact(value)).Raw("\"></label><button name=\"decision\" value=\"edit\">").Text(page.Say("Edit", "修改")).Raw("</button></details>");
        }

        html.Raw("</form>");
    }
}
