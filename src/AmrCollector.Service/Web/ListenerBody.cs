using AmrCollector.Lines.DialIn;

namespace AmrCollector.Service.Web;

/// <summary>A listener as <c>/v1/lines</c> tells of it.</summary>
internal static class ListenerBody
{
    /// <summary>The body's form.</summary>
    public static object Of(DialInReport report) => new
    {
        report.Listener,
        report.Listen,
        Up = report.Trouble is null,
        Why = report.Trouble,
        report.Units,
        report.Present,
        report.NeverCame,
        report.Absent,
        report.Pending,
        report.Accepted,
        report.Moved,
        Refused = report.Refused.ToDictionary(refusal => Word(refusal.Key), refusal => refusal.Value),
        report.Unknown,
        report.Duplicates,
    };

    /// <summary>A reason as it is written in JSON and in metrics.</summary>
    public static string Word(DialInRefusal refusal) => char.ToLowerInvariant(refusal.ToString()[0]) + refusal.ToString()[1..];
}
