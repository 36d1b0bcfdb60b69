using System.Globalization;
using AmrCollector.Cli.Line;
using AmrCollector.Models.Dictionary;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>Utterances for a person: when (UTC), who spoke, about what, and what it means.</summary>
internal sealed class WatchText(TextWriter output, HeardValues values)
{
    private const int MostNoise = 16;

    internal void Write(Utterance heard)
    {
        var at = heard.Frame.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var (word, colour) = Word(heard.Kind);
        var text = string.Join(' ', ((string[])[Who(heard), About(heard)]).Where(part => part.Length > 0));
        Prose.Write(output, $"{at} {word,-7} ", text, word, colour);
        if (heard.Kind != UtteranceKind.Reply) return;
        foreach (var value in values.Of(heard))
            Prose.Write(output, new string(' ', 21), string.Join(' ', Parts(value).Where(part => part.Length > 0)));
    }

    private static IEnumerable<string> Parts(HeardValue value) => value.Error is { } error ? [value.Item, value.Name, $"- {error}"] : [value.Item, value.Name, value.Value ?? "", value.Unit];

    /// <summary>The text of an utterance, as a filter looks at it.</summary>
    internal static string Plain(Utterance heard) => $"{Word(heard.Kind).Word} {Who(heard)} {About(heard)}";

    private static string Who(Utterance heard) => heard.Decoded is not { } decoded ? "" : decoded.Address ?? (decoded.Unit is { } unit ? $"unit {unit}" : "");

    private static string About(Utterance heard)
    {
        if (heard.Decoded is not { } decoded)
        {
            var hex = Convert.ToHexString(CaptureSecrets.Blanked(heard.Frame).AsSpan(0, Math.Min(MostNoise, heard.Frame.Bytes.Length)));
            var shown = string.Join(' ', hex.Chunk(2).Select(pair => new string(pair)));
            return $"{heard.Frame.Bytes.Length} bytes: {shown}{(heard.Frame.Bytes.Length > MostNoise ? " …" : "")}";
        }

        var after = heard.After is { } time ? $"+{time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms" : "";
        var action = heard.Kind is UtteranceKind.Request or UtteranceKind.Echo ? decoded.Action : "";
        var code = decoded.Control ?? (decoded.Function is { } function ? $"{function:X2}" : "");
        return string.Join(' ', ((string[])[after, code, action, heard.Subject, Item(heard, decoded)]).Where(part => part.Length > 0));
    }

    private static string Item(Utterance heard, DecodedFrame decoded) => heard.Kind switch
    {
        UtteranceKind.Request => decoded.Item,
        UtteranceKind.Reply when decoded.More => "(more follows)",
        UtteranceKind.Refusal => $"- {decoded.Error}: {decoded.ErrorText} {decoded.ErrorTextZh}".TrimEnd(),
        _ => "",
    };

    private static (string Word, int Colour) Word(UtteranceKind kind) => kind switch
    {
        UtteranceKind.Request => ("asks", Terminal.Blue),
        UtteranceKind.Reply => ("reply", Terminal.Green),
        UtteranceKind.Refusal => ("refusal", Terminal.Red),
        UtteranceKind.Echo => ("echo", Terminal.Blue),
        _ => ("noise", Terminal.Yellow),
    };
}
