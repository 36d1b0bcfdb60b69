using System.CommandLine;
using System.Globalization;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Line;

/// <summary>How many load records are wanted, and from when: `amr read ... 06000001 --records 4 --from 2026-10-07T10:15`.</summary>
internal static class RecordOptions
{
    private const int Most = 99;
    private const uint FromTime = 0x01;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];
    private static readonly Option<int?> Records = new("--records") { Description = "Load records (06000000 earliest, 06000001 from a time, 06000002 newest) to read, 1 to 99; 1 when left out", HelpName = "N" };
    private static readonly Option<string?> From = new("--from") { Description = "The meter's clock time from which load records 06xxxx01 are read, such as 2026-10-07T10:15", HelpName = "TIME" };

    /// <summary>For help.</summary>
    internal static IReadOnlyList<Option> All => [Records, From];

    /// <summary>The questions with those for load records asked by number and time; exit code 2 with a sentence when the words do not fit them.</summary>
    internal static IReadOnlyList<Question> Apply(ParseResult parsed, IReadOnlyList<Question> questions)
    {
        var (records, text) = (parsed.GetValue(Records), parsed.GetValue(From));
        var from = text is null ? (DateTime?)null : TimeOf(text);
        if (records is < 1 or > Most) throw Wrong($"--records is 1 to {Most}");
        var loads = questions.OfType<Question.Dlt645>().Where(IsLoad).ToList();
        if (loads.Count == 0 && (records ?? text as object) is not null)
            throw Wrong($"--{(records is null ? "from" : "records")} is for load records of DL/T 645-2007, such as 06000002");
        var timed = loads.FindAll(IsFromTime);
        if (timed.Count > 0 && from is null) throw Wrong($"{timed[0].Id} reads load records from a time: say --from, by the meter's clock, such as 2026-10-07T10:15");
        if (timed.Count == 0 && from is not null) throw Wrong("--from is for load records whose identifier ends in 01, such as 06000001");
        return [.. questions.Select(question => question is Question.Dlt645 load && IsLoad(load)
            ? new Question.LoadRecords(load.Id, records ?? 1, IsFromTime(load) ? from : null) { Items = [] }
            : question)];
    }

    private static bool IsLoad(Question.Dlt645 question) => question.Edition == Dlt645Edition.V2007 && LoadRecords.Has(question.Id);

    private static bool IsFromTime(Question.Dlt645 question) => (question.Id.Value & 0xFF) == FromTime;

    private static DateTime TimeOf(string text) =>
        DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is >= 2000 and <= 2099
            ? time : throw Wrong($"--from {text} is no time by the meter's clock such as 2026-10-07T10:15");

    private static VerbFailedException Wrong(string why) => new(ExitCode.Usage, why);
}
