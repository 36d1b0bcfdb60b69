using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>
/// An English sentence of the collector with places for what it tells, and its Chinese form with the same, "{0}", "{1}" and so on. A place is "{}"
/// for a number or a name, "{d}" for how long, "{t}" for when, "{w}" for words of the vocabulary, "{u}" for whatever somebody wrote, "{s}" for another sentence.
/// </summary>
internal sealed partial class Sentence
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50); // a name somebody typed must not hold up the page
    private readonly Regex _english;
    private readonly CompositeFormat _chinese;
    private readonly bool[] _isSentence;

    internal Sentence(string english, string chinese)
    {
        StringBuilder pattern = new("\\G");
        foreach (var part in Places.Split(english)) pattern.Append(PlaceOf(part) ?? Regex.Escape(part));
        (_english, _chinese) = (new(pattern.Append("(?: |$)").ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline, Longest), CompositeFormat.Parse(chinese));
        _isSentence = [.. Places.Matches(english).Select(place => place.Value == "{s}")];
        Literal = Places.Split(english).Where(part => PlaceOf(part) is null).MaxBy(part => part.Length)!;
    }

    /// <summary>The longest part that stands in every such sentence.</summary>
    internal string Literal { get; }

    /// <summary>The Chinese of the sentence that begins at <paramref name="place"/>, which moves behind it; null when it is another. <paramref name="inner"/> translates what stands in it.</summary>
    internal string? Translate(string text, ref int place, Func<string, string> inner)
    {
        if (text.IndexOf(Literal, place, StringComparison.Ordinal) < 0) return null;
        try
        {
            var found = _english.Match(text, place);
            if (!found.Success) return null;
            place = found.Index + found.Length;
            return string.Format(CultureInfo.InvariantCulture, _chinese, [.. found.Groups.Values.Skip(1).Select((group, i) => (object)(_isSentence[i] ? inner(group.Value) : Terms(group.Value)))]);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string? PlaceOf(string part) => part switch
    {
        "{}" => "(\\S{0,80}?)",
        "{u}" => "(.{0,400}?)",
        "{s}" => "(.{0,400})",
        "{d}" => "(\\d[\\d.]* (?:h|min|s))",
        "{t}" => "(\\d{4}-\\d\\d-\\d\\d(?: \\d\\d:\\d\\d(?::\\d\\d)?)?)",
        "{w}" => $"({Vocabulary.Any})",
        _ => null,
    };

    [GeneratedRegex(@"(\{[dstuw]?\})")]
    private static partial Regex Places { get; }

    /// <summary>What is told is numbers, names and times; a few are words.</summary>
    private static string Terms(string told) => Vocabulary.Of(told);
}
