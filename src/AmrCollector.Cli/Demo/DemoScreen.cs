using System.CommandLine;
using AmrCollector.Feed;
using AmrCollector.Service;
using AmrCollector.Service.Configuration;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AmrCollector.Cli.Demo;

/// <summary>What a demonstration shows: a live table on a terminal, a line now and then elsewhere, a summary at the end.</summary>
internal sealed class DemoScreen(ParseResult parsed, CollectorHost host, DemoSite site, TimeSpan? length)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output = parsed.InvocationConfiguration.Output;
    private readonly TextWriter _error = parsed.InvocationConfiguration.Error;
    private readonly bool _json = parsed.GetValue(Root.Json);

    /// <summary>Shows until the time is over or the technician has seen enough.</summary>
    public async Task ShowAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        Introduce();
        using CancellationTokenSource over = new(length ?? Timeout.InfiniteTimeSpan, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            if (_json || Terminal.IsPlain(_output)) await ShowPlainAsync(time, end.Token);
            else await Terminal.On(_output).Live(Picture(host.Collection.Report())).AutoClear(true).StartAsync(live => RedrawAsync(live, time, end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>The last word.</summary>
    public void Summarise(CollectionReport report)
    {
        var lines = report.Lines;
        if (_json)
        {
            _output.WriteJson(new
            {
                report.Site,
                Seconds = Math.Round((report.At - report.Since).TotalSeconds, 1),
                Meters = lines.Sum(line => line.Meters),
                Answering = lines.Sum(line => line.Answering),
                Exchanges = lines.Sum(line => line.Answered),
                report.Accepted,
                report.Held,
                report.Rejected,
                report.Observations,
                report.Entries,
                report.Head,
            });
            return;
        }

        if (!Terminal.IsPlain(_output)) Terminal.On(_output).Write(LineTable(report));
        _output.WriteLine($"Collected for {FriendlyTime.Of(report.At - report.Since)}: {lines.Sum(line => line.Answering)} of {lines.Sum(line => line.Meters)} meters answered "
            + $"{lines.Sum(line => line.Answered)} exchanges on {lines.Count} lines.");
        _output.WriteLine($"{report.Accepted} registers accepted, {report.Held} held for review, {report.Rejected} rejected, {report.Observations} observations kept.");
        _output.WriteLine($"{report.Entries} entries in the ledger, head {Short(report.Head)}; feed cursor {Cursor(report)}.");
        if (lines.Sum(line => line.Backlog) is var backlog and > 0) _output.WriteLine($"{backlog} daily freezes were still to be fetched from the meters' memory.");
    }

    private void Introduce()
    {
        if (_json) return;
        var setup = site.Configuration.Setup;
        _error.WriteLine($"{setup.Site}: {setup.Meters.Count} simulated meters on {setup.Lines.Count} lines, configuration and ledger in {site.Folder}");
        _error.WriteLine($"status page {host.Address} · feed {host.Address}v1/readings{(length is null ? " · Ctrl-C ends" : "")}");
    }

    private async Task ShowPlainAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(PlainLine, time, cancellationToken);
            if (!_json) await _output.WriteLineAsync(Sentence(host.Collection.Report()));
        }
    }

    private async Task RedrawAsync(LiveDisplayContext live, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Redraw, time, cancellationToken);
            live.UpdateTarget(Picture(host.Collection.Report()));
            live.Refresh();
        }
    }

    private Rows Picture(CollectionReport report) => new(
        LineTable(report),
        new Text(Sentence(report)),
        new Markup($"[grey]status page {host.Address.ToString().EscapeMarkup()}   feed cursor {Cursor(report)}[/]"));

    private string Sentence(CollectionReport report)
    {
        var elapsed = report.At - report.Since;
        var clock = length is { } all ? $"{FriendlyTime.Of(elapsed)} of {FriendlyTime.Of(all)}" : FriendlyTime.Of(elapsed);
        return $"{clock}: {report.Lines.Sum(line => line.Answering)}/{report.Lines.Sum(line => line.Meters)} meters answering, {report.Accepted} accepted, "
            + $"{report.Held} held, {report.Rejected} rejected, {report.Entries} ledger entries, {report.Lines.Sum(line => line.Backlog)} freezes to fetch";
    }

    /// <summary>Where a consumer that has taken everything stands.</summary>
    private FeedCursor Cursor(CollectionReport report)
    {
        var ledger = host.Collection.Ledger;
        return new(ledger.Id, ledger.Epochs.Current.Tag, report.Entries);
    }

    private static Table LineTable(CollectionReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("line").AddColumn("state");
        foreach (var number in (string[])["meters", "dead", "answered", "silent", "noise", "busy", "to fetch"]) table.AddColumn(new TableColumn(number).RightAligned());
        foreach (var line in report.Lines)
        {
            table.AddRow(Cells(
                line.Line, line.Up ? "up" : line.Why ?? "down", $"{line.Answering}/{line.Meters}", $"{line.Dead}", $"{line.Answered}",
                $"{line.Silent}", $"{line.NoiseBytes}", $"{line.Utilisation * 100:0} %", $"{line.Backlog}"));
        }

        return table;
    }

    private static IRenderable[] Cells(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    private static string Short(string head) => head.Length == 0 ? "none yet" : head.Length > 24 ? head[..24] + "…" : head;
}
