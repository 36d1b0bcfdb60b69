using System.Globalization;
using AmrCollector.Service.Web.Entries;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Frames as they went over the wire, and what they say.</summary>
internal static class FramesPart
{
    /// <summary>Writes them under a heading; nothing when there are none.</summary>
    internal static void Write(Page page, IReadOnlyList<ProvenFrame> frames, string heading)
    {
        if (frames.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", heading).Raw("<ol class=\"frames\">");
        foreach (var frame in frames)
        {
            page.Html.Raw("<li><p><b>").Text(frame.IsReply ? page.Say("reply", "应答") : page.Say("request", "请求")).Raw("</b> ").Text(page.Say(frame.Meaning.Item, frame.Meaning.ItemZh)).Raw(" <span class=\"faint\">").Text(frame.Meaning.Protocol ?? "")
                .Raw("</span></p><code class=\"hex\">").Text(Hex(frame.Bytes)).Raw("</code>");
            if (frame.Meaning.Why is { } why) page.Html.Element("p", why, " class=\"faint\"");
            foreach (var value in frame.Meaning.Values.Where(value => value.Value is not null).Take(40))
                page.Html.Raw("<p class=\"means\">").Text($"{page.Say(value.Field.Name, value.Field.NameZh)}: {value.Value} {value.Field.Unit}").Raw("</p>");
            page.Html.Raw("</li>");
        }

        page.Html.Raw("</ol></section>");
    }

    private static string Hex(byte[] bytes) => string.Join(' ', bytes.Select(one => one.ToString("X2", CultureInfo.InvariantCulture)));
}
