using System.CommandLine;
using System.Text.Json;
using AmrCollector.Feed;
using AmrCollector.Feed.Reconciliation;
using AmrCollector.Ledger;
using NodaTime;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger reconcile`: compares what a consumer booked with the ledger; exit code 7 and the differences when they are not equal.</summary>
internal static class ReconcileCommand
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    internal static Command Create()
    {
        Verb verb = new(
            "reconcile",
            "Compare what a consumer booked with the ledger: the body of POST /v1/reconciliations, from a file (- = standard input). Days are in UTC unless it names a time zone",
            "amr ledger reconcile books.json --config config",
            "billing-export | amr ledger reconcile - --json");
        LedgerLocation location = new();
        location.AddTo(verb);
        Argument<string> file = new("FILE") { Description = "{\"head\":\"184213:9f3c…\",\"timeZone\":\"Asia/Shanghai\",\"days\":[{\"day\":\"2026-11-21\",\"item\":\"1-0:1.8.0\",\"unit\":\"kWh\",\"count\":96,\"sum\":\"812.40\"}]}" };
        verb.Arguments.Add(file);
        verb.SetAction((parsed, cancellationToken) => RunAsync(parsed, location.Folder(parsed), parsed.GetRequiredValue(file), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string folder, string file, CancellationToken cancellationToken)
    {
        using var reader = LedgerReader.Open(folder);
        Reconciler reconciler = new(reader, new FeedReader(reader, new(), TimeProvider.System), DateTimeZone.Utc);
        var answer = reconciler.Compare(await ReadAsync(file, cancellationToken), cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        switch (answer)
        {
            case ReconciliationAnswer.Invalid invalid:
                throw new VerbFailedException(ExitCode.Usage, invalid.Why);
            case ReconciliationAnswer.Gone gone:
                throw new VerbFailedException(ExitCode.ValidationFailed, $"{gone.Why} Resume cursor: {gone.Resume}");
            default:
                var compared = (ReconciliationAnswer.Compared)answer;
                if (parsed.GetValue(Root.Json)) output.WriteJson(new { Equal = compared.Differences.Count == 0, compared.UpTo, compared.Days, compared.Differences });
                else await PrintAsync(output, compared);
                return compared.Differences.Count == 0 ? ExitCode.Ok : ExitCode.ValidationFailed;
        }
    }

    private static async Task<ReconciliationBody> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync<ReconciliationBody>(input, Web, cancellationToken) ?? throw new VerbFailedException(ExitCode.Usage, $"{file} is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Usage, $"{file} cannot be read: {e.Message}");
        }
    }

    private static async Task PrintAsync(TextWriter output, ReconciliationAnswer.Compared compared)
    {
        await output.WriteLineAsync(compared.Differences.Count == 0
            ? $"EQUAL  {compared.Days} days and items up to {compared.UpTo}"
            : $"DIFFERENT  {compared.Differences.Count} of {compared.Days} days and items up to {compared.UpTo}");
        foreach (var one in compared.Differences)
        {
            await output.WriteLineAsync($"{one.Day}  {one.Item,-12} booked {one.YourCount}: {one.YourSum} {one.Unit}, in force {one.OurCount}: {one.OurSum} {one.Unit}, difference {one.Difference}");
            foreach (var entry in one.Entries) await output.WriteLineAsync($"    {entry.Kind,-8} {entry.Id}  booked {entry.Yours ?? "-"}, in force {entry.Ours ?? "-"}: {entry.Why}");
        }
    }
}
