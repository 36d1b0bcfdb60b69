using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger tail`: the newest entries, and with --follow those to come.</summary>
internal static class TailCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    internal static Command Create()
    {
        Verb verb = new("tail", "The newest entries, oldest of them first", "amr ledger tail -n 20 --follow", "amr ledger tail --json | jq .value");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<int> count = new("-n", "--lines") { Description = "How many", DefaultValueFactory = _ => 10, HelpName = "N" };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > FeedQuery.MostEntries) result.AddError($"-n must be from 0 to {FeedQuery.MostEntries}");
        });
        Option<bool> follow = new("--follow", "-f") { Description = "Go on with what is committed from now on, until Ctrl-C" };
        verb.Options.Add(count);
        verb.Options.Add(follow);
        verb.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed, location.Folder(parsed), parsed.GetValue(count), parsed.GetValue(follow), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string folder, int count, bool follow, CancellationToken cancellationToken)
    {
        using var reader = LedgerReader.Open(folder);
        var last = Math.Max(0, reader.Count() - count);
        using PeriodicTimer timer = new(Look, TimeProvider.System); // another process commits: there is no signal to wait for
        do
        {
            EntrySlice slice;
            do
            {
                slice = reader.ReadAfter(last, FeedQuery.MostEntries, EntryFilter.All);
                foreach (var entry in slice.Entries) Print(parsed, reader, entry);
                last = slice.End.Sequence;
            }
            while (slice.Full);
            await parsed.InvocationConfiguration.Output.FlushAsync(cancellationToken);
        }
        while (follow && await timer.WaitForNextTickAsync(cancellationToken));
        return ExitCode.Ok;
    }

    private static void Print(ParseResult parsed, LedgerReader reader, Entry entry)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json))
        {
            ArrayBufferWriter<byte> line = new(1024);
            FeedJson.WriteLine(line, entry, new(reader.Id, reader.Epochs().TagOf(entry.Sequence), entry.Sequence));
            output.Write(Encoding.UTF8.GetString(line.WrittenSpan));
            return;
        }

        var draft = entry.Draft;
        var value = draft.Value is { } exact ? $"{exact.ToString(CultureInfo.InvariantCulture)} {draft.Unit.Symbol()}" : "no value";
        var verdict = draft.Verdict.Judgement.WireName() + (draft.Verdict.Held ? " held" : "");
        output.WriteLine(string.Join("  ",
            entry.Sequence.ToString(CultureInfo.InvariantCulture).PadLeft(8), FeedTime.Text(draft.Instant), draft.Meter.Id.ToString().PadRight(12),
            draft.Item.ToString().PadRight(10), draft.Source.WireName().PadRight(11), value.PadLeft(16), verdict, string.Join(' ', draft.Verdict.Rules)).TrimEnd());
    }
}
