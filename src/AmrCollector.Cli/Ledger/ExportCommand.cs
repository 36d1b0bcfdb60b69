using System.CommandLine;
using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger export`: entries as CSV or NDJSON, to a file that is whole or not there.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        Verb verb = new(
            "export",
            "Entries as CSV or NDJSON, in ledger order",
            "amr ledger export --format csv --from 2026-11-01 --to 2026-12-01 -o november.csv",
            "amr ledger export --format ndjson --meter 000012345601",
            "amr ledger export --billing --day 2026-12-01");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<string?> format = new("--format") { Description = "csv (default) or ndjson (default with --json)", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("csv", "ndjson");
        Option<string?> from = new("--from") { Description = "Only entries whose instant is not before this (2026-11-01 or RFC 3339, UTC)", HelpName = "TIME" };
        Option<string?> to = new("--to") { Description = "Only entries whose instant is before this", HelpName = "TIME" };
        Option<string?> meter = new("--meter") { Description = "Only this meter", HelpName = "METER" };
        Option<string?> file = new("--output", "-o") { Description = "Write to this file, which appears when it is complete", HelpName = "FILE" };
        Option<bool> billing = new("--billing") { Description = "The billing reads that were issued, corrections included, instead of the entries" };
        Option<string?> day = new("--day") { Description = "With --billing: only reads due on this local day", HelpName = "DAY" };
        foreach (var option in (Option[])[format, from, to, meter, file, billing, day]) verb.Options.Add(option);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            EntryFilter filter = new()
            {
                Meter = parsed.GetValue(meter) is { } id ? MeterOf(id) : null,
                From = TimeOf("--from", parsed.GetValue(from)),
                Before = TimeOf("--to", parsed.GetValue(to)),
            };
            var lines = (parsed.GetValue(format) ?? (parsed.GetValue(Root.Json) ? "ndjson" : "csv")) == "ndjson";
            var isBilling = parsed.GetValue(billing);
            if (!isBilling && parsed.GetValue(day) is not null) throw new VerbFailedException(ExitCode.Usage, "--day goes with --billing");
            if (isBilling && filter != EntryFilter.All) throw new VerbFailedException(ExitCode.Usage, "--billing takes --day, not --from, --to or --meter");
            using IExport export = isBilling
                ? new BillingExport(location.Folder(parsed), DayOf(parsed.GetValue(day)), lines)
                : new Export(location.Folder(parsed), filter, lines);
            return parsed.GetValue(file) is { } path ? ToFile(parsed, export, path, cancellationToken) : ToOutput(parsed, export, cancellationToken);
        }, cancellationToken));
        return verb;
    }

    private static int ToOutput(ParseResult parsed, IExport export, CancellationToken cancellationToken)
    {
        export.Write(bytes => parsed.InvocationConfiguration.Output.Write(System.Text.Encoding.UTF8.GetString(bytes)), cancellationToken);
        return ExitCode.Ok;
    }

    private static int ToFile(ParseResult parsed, IExport export, string path, CancellationToken cancellationToken)
    {
        var unfinished = path + ".part";
        long entries;
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                entries = export.Write(bytes => stream.Write(bytes), cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        parsed.InvocationConfiguration.Error.WriteLine($"{entries} entries written to {path}; head {export.End}");
        return ExitCode.Ok;
    }

    private static DateOnly? DayOf(string? text)
    {
        if (text is null) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new VerbFailedException(ExitCode.Usage, $"--day '{text}' is no day such as 2026-12-01");
    }

    private static MeterId MeterOf(string id) =>
        MeterId.IsValid(id) ? new(id) : throw new VerbFailedException(ExitCode.Usage, $"'{id}' is no meter number");

    private static DateTimeOffset? TimeOf(string option, string? text)
    {
        if (text is null) return null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK", "yyyy-MM-dd'T'HH:mmK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, Utc, out var time)
            ? time
            : throw new VerbFailedException(ExitCode.Usage, $"{option} '{text}' is no time such as 2026-11-01 or 2026-11-01T16:00:00Z");
    }
}
