using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace AmrCollector.Service.Web;

/// <summary>HTML under construction: text is encoded on its way in, so no name of a line can become markup.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _page = new(8192);

    /// <summary>Markup of ours.</summary>
    public Html Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Text of anyone's.</summary>
    public Html Text(string text)
    {
        _page.Append(Encoder.Encode(text));
        return this;
    }

    /// <summary>An element of ours around text of anyone's.</summary>
    public Html Element(string tag, string text, string attributes = "") => Raw($"<{tag}{attributes}>").Text(text).Raw($"</{tag.Split(' ')[0]}>");

    /// <inheritdoc/>
    public override string ToString() => _page.ToString();
}
