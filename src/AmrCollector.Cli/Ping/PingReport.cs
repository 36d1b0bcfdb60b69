using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Models;
using AmrCollector.Polling.Diagnosis;
using Spectre.Console;

namespace AmrCollector.Cli.Ping;

/// <summary>Tells of a series of pings: what was asked, what came, what it means, what to try next.</summary>
internal sealed class PingReport(ReadSubject subject, PingSeries series, InvocationConfiguration streams, bool json)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    internal void Announce(int count)
    {
        var times = count == 1 ? "once" : $"{count} times";
        Prose.Write(streams.Error, "asks", $"{subject.Shown}, {times}, {Probe()}; timeout {Lines.Duration.Show(subject.Timeout)}.");
    }

    /// <summary>A line that lives while the series runs.</summary>
    internal LiveLine Follow(int count) => new(streams.Error, () => Sentence(count), Redraw, TimeProvider.System);

    /// <summary>Prints the sum; the exit code.</summary>
    internal int Finish()
    {
        var advice = Advice.For(series.Symptoms);
        if (json) streams.Output.WriteJson(PingJson.Of(subject, series.Tally, advice));
        else Print(advice);
        var tally = series.Tally;
        if (tally.Answered == tally.Asked) return ExitCode.Ok;
        if (tally.Answered + tally.Of(PingOutcome.Late) > 0) return ExitCode.Failed;
        return tally.Of(PingOutcome.Silent) + tally.Of(PingOutcome.Exception) == tally.Asked ? ExitCode.NoAnswer : ExitCode.BadFrame;
    }

    private void Print(IReadOnlyList<Advice> advice)
    {
        var (output, tally) = (streams.Output, series.Tally);
        Prose.Write(output, "came", $"{tally.Answered} of {tally.Asked} answered in time ({100.0 * tally.Answered / tally.Asked:0.#} %){Losses(tally)}");
        foreach (var (code, (meaning, count)) in tally.Refusals) Prose.Write(output, "", $"{count} x refusal {code:X2}: {meaning}");
        if (tally.FirstByte is { } first && tally.RoundTrip is { } whole)
        {
            var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("from the request to").PadLeft(8));
            foreach (var rank in (string[])["p50", "p95", "p99", "max"]) table.AddColumn(new TableColumn(rank).RightAligned().PadLeft(2));
            table.AddRow("first byte", Ms(first.P50), Ms(first.P95), Ms(first.P99), Ms(first.Max));
            table.AddRow("end of the reply", Ms(whole.P50), Ms(whole.P95), Ms(whole.P99), Ms(whole.Max));
            Terminal.On(output).Write(table);
        }

        if (tally.Answered == tally.Asked && series.Symptoms is { Refusal: null, AnsweredAmongNoise: 0, Foreign: 0 }) Prose.Write(output, "means", "The way to this meter is good.", "good", Terminal.Green);
        Prose.Write(output, advice);
    }

    private string Probe() => subject.Probe() is Question.Modbus modbus
        ? $"for {modbus.Table.ToString().ToLowerInvariant()} register {modbus.Start}"
        : $"for identifier {BareQuestion.NameOf(subject.Probe())}";

    private string Sentence(int count)
    {
        var tally = series.Tally;
        var last = tally.Last switch
        {
            { RoundTrip: { } trip } => $"last {Ms(trip)}",
            { } ping => $"last: {Word(ping.Outcome)}",
            null => "waiting",
        };
        return $"{tally.Asked} of {count} asked, {tally.Answered} answered, {last}";
    }

    private static string Losses(PingTally tally)
    {
        var kinds = Enum.GetValues<PingOutcome>().Where(kind => kind != PingOutcome.Answered && tally.Of(kind) > 0)
            .Select(kind => $"{tally.Of(kind)} {Word(kind)}");
        var words = string.Join(", ", kinds);
        return words.Length == 0 ? "." : $"; {words}.";
    }

    private static string Word(PingOutcome outcome) => outcome switch
    {
        PingOutcome.Silent => "silent",
        PingOutcome.Late => "late",
        PingOutcome.Exception => "gateway exception",
        PingOutcome.Checksum => "damaged (checksum)",
        PingOutcome.Foreign => "foreign frames",
        PingOutcome.Noise => "noise",
        _ => "answered",
    };

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
