using System.Globalization;
using AmrCollector.Findings;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>What meters of each model can be asked about themselves.</summary>
internal static class Identity
{
    private const string NoDay = "9999";

    /// <summary>The questions of each fact; none where neither the protocol nor the model knows any.</summary>
    internal static IReadOnlyList<FactQuestion> Of(MeterModel model) => model.Protocol switch
    {
        MeterProtocol.Dlt645V2007 =>
        [
            Fact(FindingKind.Number, Ask(0x04000402)),
            Fact(FindingKind.Constant, Ask(0x04000409)),
            Fact(FindingKind.CurrentRatio, Ask(0x04000306)),
            Fact(FindingKind.VoltageRatio, Ask(0x04000307)),
            Fact(FindingKind.SettlementDays, Ask(0x04000B01), Ask(0x04000B02), Ask(0x04000B03)),
            Fact(FindingKind.Tariffs, Ask(0x04000204)),
        ],
        MeterProtocol.Dlt645V1997 =>
        [
            Fact(FindingKind.Number, Ask97(0xC032)),
            Fact(FindingKind.Constant, Ask97(0xC030)),
            Fact(FindingKind.SettlementDays, Ask97(0xC117)),
            Fact(FindingKind.Tariffs, Ask97(0xC313)),
        ],
        _ => ItemFacts.Of(model),
    };

    private static FactQuestion Fact(FindingKind kind, params Question.Dlt645[] questions) => new(
        kind,
        string.Join(' ', questions.Select(question => question.Id.ToString()[(question.IdLength == 2 ? 4 : 0)..])),
        questions,
        answers => Read(kind, [.. answers.Select(answer => answer.Answer.Data)]));

    /// <summary>The fact in the words of the list; null with why when the answers are no such thing.</summary>
    private static (string? Read, string? Fault) Read(FindingKind kind, IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        List<string> texts = [];
        foreach (var answer in answers)
        {
            if (Digits(answer.Span) is not { } digits) return (null, $"{Convert.ToHexString(answer.Span)} is no number");
            texts.Add(digits);
        }

        return kind switch
        {
            FindingKind.SettlementDays => Days(texts),
            FindingKind.CurrentRatio or FindingKind.VoltageRatio when Bare(texts[0]) == "0" => (null, "not set in the meter"),
            FindingKind.Number => (texts[0], null),
            _ => (Bare(texts[0]), null),
        };
    }

    private static (string? Read, string? Fault) Days(List<string> texts)
    {
        SortedSet<int> days = [];
        foreach (var text in texts.Where(text => text is { Length: 4 } and not NoDay))
        {
            var day = int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture);
            if (day is >= 1 and <= 31) days.Add(day);
        }

        return days.Count == 0 ? (null, "no settlement day is set in the meter") : (string.Join(' ', days), null);
    }

    // BCD, low byte first.
    private static string? Digits(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty) return null;
        Span<char> digits = stackalloc char[2 * plain.Length];
        for (var i = 0; i < plain.Length; i++)
        {
            var (high, low) = (plain[plain.Length - 1 - i] >> 4, plain[plain.Length - 1 - i] & 0xF);
            if (high > 9 || low > 9) return null;
            (digits[2 * i], digits[(2 * i) + 1]) = ((char)('0' + high), (char)('0' + low));
        }

        return digits.ToString();
    }

    private static string Bare(string digits) => digits.TrimStart('0') is { Length: > 0 } bare ? bare : "0";

    private static Question.Dlt645 Ask(uint id) => new(new DataId(id)) { Items = [] };

    private static Question.Dlt645 Ask97(ushort id) => new(new DataId(id)) { Items = [], Edition = Dlt645Edition.V1997 };
}
