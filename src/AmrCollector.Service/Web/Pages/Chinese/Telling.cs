using System.Text;

namespace AmrCollector.Service.Web.Pages.Chinese;

/// <summary>The collector's sentences in the page's language. The ledger keeps them in English: they are hashed as they were said.</summary>
internal static class Telling
{
    private static readonly Sentence[] OfEntries = [.. RuleSentences.All.Concat(LedgerSentences.All).Concat(ClockSentences.All).Concat(FindingSentences.All).OrderByDescending(sentence => sentence.Literal.Length)];
    private static readonly Sentence[] OfAlarms = [.. AlarmSentences.All.Concat(SinkSentences.All).Concat(LineSentences.All).Concat(ClockSentences.All).Concat(FindingSentences.All).OrderByDescending(sentence => sentence.Literal.Length)];

    /// <summary>Why an entry is what it is.</summary>
    internal static string Why(Page page, string why) => page.Texts.Language == "zh" ? Chinese(why, OfEntries) : why;

    /// <summary>What happened; in Chinese with the name of its kind ahead, so that nobody needs the rest to know what it is about.</summary>
    internal static string Alarm(Page page, string kind, string sentence)
    {
        if (page.Texts.Language != "zh") return sentence;
        var told = Chinese(sentence, OfAlarms);
        return AlarmSentences.KindOf(kind) is { } name ? $"{name}：{told}" : told;
    }

    /// <summary>Why a line is away.</summary>
    internal static string Line(Page page, string why) => page.Texts.Language == "zh" ? ChineseAlarm(why) : why;

    /// <summary>The report with its troubles in the page's language.</summary>
    internal static CollectionReport Troubles(Page page, CollectionReport report) => page.Texts.Language != "zh" ? report : report with
    {
        ClockTrouble = report.ClockTrouble is { } clock ? ChineseAlarm(clock) : null,
        LedgerTrouble = report.LedgerTrouble is { } ledger ? ChineseAlarm(ledger) : null,
    };

    /// <summary>What happened, without the name of its kind.</summary>
    internal static string ChineseAlarm(string sentence) => Chinese(sentence, OfAlarms);

    /// <summary>Sentence by sentence; one that has no Chinese form stays as it is.</summary>
    internal static string Chinese(string text) => Chinese(text, OfEntries);

    private static string Chinese(string text, Sentence[] known)
    {
        StringBuilder told = new(text.Length);
        for (var place = 0; place < text.Length;)
        {
            if (known.Select(sentence => sentence.Translate(text, ref place, inner => Vocabulary.Of(inner) is var word && word != inner ? word : Chinese(inner, known))).FirstOrDefault(found => found is not null) is { } chinese)
            {
                Append(told, chinese);
                continue;
            }

            // Nobody's sentence: word by word, until one of ours begins.
            var end = text.IndexOf(' ', place) is var space and >= 0 ? space : text.Length;
            Append(told, text[place..end]);
            place = end + 1;
        }

        return told.ToString();
    }

    private static void Append(StringBuilder told, string part)
    {
        if (told.Length > 0 && part.Length > 0 && char.IsAscii(told[^1]) && char.IsAscii(part[0])) told.Append(' ');
        told.Append(part);
    }
}
