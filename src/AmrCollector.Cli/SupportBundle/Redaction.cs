using System.Text;
using System.Text.RegularExpressions;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>
/// Takes secrets out of text: those that are known, wherever they stand, and what looks like one. What is taken out leaves three stars.
/// </summary>
internal sealed partial class Redaction
{
    /// <summary>What stands in place of a secret.</summary>
    internal const string Stars = "***";

    /// <summary>Anything shorter would blot out half of every log; it is never written to one.</summary>
    private const int Shortest = 4;

    private readonly List<(string Secret, string Shown)> _known = [];

    /// <summary>Makes <paramref name="secret"/> known, also as it stands in an address and in JSON; <paramref name="shown"/> replaces it.</summary>
    internal void Add(string secret, string shown = Stars)
    {
        foreach (var form in (string[])[secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), JsonOutput.Quoted(secret)])
            if (form.Trim().Length >= Shortest && !_known.Contains((form, shown))) _known.Add((form, shown));
        _known.Sort((a, b) => b.Secret.Length - a.Secret.Length); // the longest first: one may stand within another
    }

    /// <summary><paramref name="text"/> without secrets.</summary>
    internal string Clean(string text)
    {
        foreach (var (secret, shown) in _known) text = text.Replace(secret, shown, StringComparison.Ordinal);
        text = Pem().Replace(text, Stars);
        text = UserOfAddress().Replace(text, $"$1{Stars}@");
        text = QueryOfAddress().Replace(text, $"$1?{Stars}");
        text = Named().Replace(text, $"$1{Stars}");
        text = Customer().Replace(text, $"$1 '{Stars}'");
        return WebhookSecret().Replace(text, Stars);
    }

    [GeneratedRegex("-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|\\z)", RegexOptions.Singleline)]
    private static partial Regex Pem();

    [GeneratedRegex("([a-z][a-z0-9+.-]*://)[^/@\\s\"]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserOfAddress();

    [GeneratedRegex("(https?://[^\\s\"?]+)\\?[^\\s\"]+", RegexOptions.IgnoreCase)]
    private static partial Regex QueryOfAddress();

    [GeneratedRegex("((?:authorization|bearer|password|passwd|pwd|secret|token|api_?key)[\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+|basic\\s+|token\\s+)?)[^\\s\"',;&}]+", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    /// <summary>As the sentences of the orders say it: account 'A-1' -> 'A-2'.</summary>
    [GeneratedRegex("\\b(account|point) '[^'\n]*'( -> '[^'\n]*')?")]
    private static partial Regex Customer();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=_-]+")]
    private static partial Regex WebhookSecret();
}
