using System.CommandLine;
using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger export`: entries as CSV or NDJSON, to a file that is whole or not there.</summary>
internal static class ExportCommand
{
    internal static Command Create()
    {
        Verb verb = new(
            "export",
            "Entries as CSV or NDJSON in ledger order, or as market files: NEM12, NEM13, Green Button",
            "amr ledger export --format csv --from 2026-11-01 --to 2026-12-01 -o november.csv",
            "amr ledger export --format ndjson --meter 000012345601",
            "amr ledger export --billing --day 2026-12-01");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<string?> format = new("--format") { Description = "csv (default), ndjson (default with --json); nem12 (profiles), nem13 (daily registers) or greenbutton, which need --from", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("csv", "ndjson", "nem12", "nem13", "greenbutton");
        Option<string> zone = new("--time-zone") { Description = "With nem12 and nem13: the market's zone, whose standard time counts", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        Option<string> sender = new("--sender") { Description = "With nem12 and nem13: who sends the file", DefaultValueFactory = _ => "AMRCOLLECT", HelpName = "NAME" };
        Option<string> receiver = new("--receiver") { Description = "With nem12 and nem13: who receives it", DefaultValueFactory = _ => "BILLING", HelpName = "NAME" };
        Option<string?> from = new("--from") { Description = "Only entries whose instant is not before this (2026-11-01 or RFC 3339, UTC)", HelpName = "TIME" };
        Option<string?> to = new("--to") { Description = "Only entries whose instant is before this", HelpName = "TIME" };
        Option<string?> meter = new("--meter") { Description = "Only this meter", HelpName = "METER" };
        Option<string?> file = new("--output", "-o") { Description = "Write to this file, which appears when it is complete", HelpName = "FILE" };
        Option<bool> billing = new("--billing") { Description = "The billing reads that were issued, corrections included, instead of the entries" };
        Option<string?> day = new("--day") { Description = "With --billing: only reads due on this local day", HelpName = "DAY" };
        foreach (var option in (Option[])[format, from, to, meter, file, billing, day, zone, sender, receiver]) verb.Options.Add(option);
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
            var wanted = parsed.GetValue(format) ?? "";
            using IExport export = (isBilling, wanted is "nem12" or "nem13" or "greenbutton") switch
            {
                (true, true) => throw new VerbFailedException(ExitCode.Usage, "--billing comes as csv or ndjson"),
                (true, _) => new BillingExport(location.Folder(parsed), DayOf(parsed.GetValue(day)), lines),
                (_, true) => new MarketExport(
                    location.Folder(parsed), wanted, filter.Meter, filter.From ?? throw new VerbFailedException(ExitCode.Usage, $"--format {wanted} needs --from"),
                    filter.Before?.AddMilliseconds(-1) ?? TimeProvider.System.GetUtcNow(), ZoneOf(parsed.GetRequiredValue(zone)), (parsed.GetRequiredValue(sender), parsed.GetRequiredValue(receiver))),
                _ => new Export(location.Folder(parsed), filter, lines),
            };
            return parsed.GetValue(file) is { } path ? ToFile(parsed, export, path, cancellationToken) : ToOutput(parsed, export, cancellationToken);
        }, cancellationToken));
        return verb;
    }

    private static int ToOutput(ParseResult parsed, IExport export, CancellationToken cancellationToken)
    {
        export.Write(bytes => parsed.InvocationConfiguration.Output.Write(System.Text.Encoding.UTF8.GetString(bytes)), cancellationToken);
        TellOmitted(parsed, export);
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
        TellOmitted(parsed, export);
        return ExitCode.Ok;
    }

    private static void TellOmitted(ParseResult parsed, IExport export)
    {
        foreach (var sentence in export.LeftOut) parsed.InvocationConfiguration.Error.WriteLine($"left out: {sentence}");
    }

    private static DateTimeZone ZoneOf(string name) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? throw new VerbFailedException(ExitCode.Usage, $"--time-zone '{name}' is no IANA zone such as Australia/Brisbane");

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
