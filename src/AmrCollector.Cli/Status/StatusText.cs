using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Service.Configuration;
using Spectre.Console;

namespace AmrCollector.Cli.Status;

/// <summary>A status page of the service as a terminal shows it.</summary>
/// <param name="status">The answer of <c>/v1/status</c>.</param>
/// <param name="output">Where.</param>
internal sealed class StatusText(JsonElement status, TextWriter output)
{
    private const int MostLines = 20;
    private const int MostAlarms = 10;
    private const int MostClocks = 5;

    /// <summary>A clock nearer than this is right: meters show whole seconds.</summary>
    private const decimal Right = 5;

    private readonly DateTimeOffset _at = status.GetProperty("at").GetDateTimeOffset();

    /// <summary>Writes it; <paramref name="all"/>: every line.</summary>
    internal void Write(Uri address, bool all)
    {
        var health = status.GetProperty("health");
        var (word, colour) = health.GetProperty("level").GetString() switch
        {
            "good" => ("well", Terminal.Green),
            "watch" => ("look", Terminal.Yellow),
            _ => ("BAD", Terminal.Red),
        };
        Prose.Write(output, word, $"{Text(status, "site")}: {Text(health, "sentence")}", word, colour);
        Prose.Write(output, "since", $"{Time(status, "since")} ({FriendlyTime.Of(_at - status.GetProperty("since").GetDateTimeOffset())}), as of {Time(status, "at")}, version {Text(status, "version").Split('+')[0]}, {address}");
        Lines(all);
        Ledger();
        Alarms();
        Clocks();
    }

    private void Lines(bool all)
    {
        JsonElement[] lines = [.. status.GetProperty("lines").EnumerateArray().OrderBy(line => Trouble(line))];
        if (lines.Length == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("line").AddColumn("state");
        foreach (var name in (string[])["meters", "dead", "a round", "reckoned", "due every", "busy", "to fetch", "last answer"]) table.AddColumn(new TableColumn(name).RightAligned());
        var shown = all ? lines : lines[..Math.Min(MostLines, lines.Length)];
        foreach (var line in shown)
        {
            table.AddRow(
                [
                    .. ((string[])[
                        Text(line, "line"), line.GetProperty("up").GetBoolean() ? "up" : "DOWN", $"{Number(line, "answering")}/{Number(line, "meters")}", $"{Number(line, "dead")}",
                        Span(line, "cycleSeconds"), Span(line, "predictedCycleSeconds"), Span(line, "dueSeconds"),
                        string.Create(CultureInfo.InvariantCulture, $"{line.GetProperty("utilisation").GetDouble() * 100:0} %"), $"{Number(line, "backlog")}", Ago(line, "lastAnswer")]).Select(cell => new Text(cell)),
                ]);
        }

        Terminal.On(output).Write(table);
        foreach (var line in shown.Where(line => line.GetProperty("why").ValueKind == JsonValueKind.String)) Prose.Write(output, "why", $"{Text(line, "line")}: {Text(line, "why")}");
        if (lines.Length > shown.Length) output.WriteLine($"        and {lines.Length - shown.Length} more lines, none of them worse; --all shows them");
    }

    private void Ledger()
    {
        var (readings, ledger) = (status.GetProperty("readings"), status.GetProperty("ledger"));
        Prose.Write(
            output, "reads", $"{Number(readings, "accepted")} accepted, {Number(readings, "held")} held, {Number(readings, "rejected")} rejected since the start; "
            + $"{Number(status, "backlog")} freezes still to fetch from the meters' memory.");
        var head = Text(ledger, "head");
        Prose.Write(
            output, "ledger", Text(ledger, "trouble") is { Length: > 0 } trouble ? $"cannot be written: {trouble}" : $"{Number(ledger, "entries")} entries, head {(head.Length > 0 ? head : "none yet")}.");
        foreach (var sink in status.GetProperty("sinks").EnumerateArray())
            Prose.Write(output, "feed", $"{Text(sink, "name")}: {Number(sink, "lag")} behind{(Text(sink, "trouble") is { Length: > 0 } why ? $"; {why}" : "")}");
    }

    private void Alarms()
    {
        JsonElement[] alarms = [.. status.GetProperty("alarms").EnumerateArray()];
        if (alarms.Length == 0) Prose.Write(output, "alarms", "none.");
        foreach (var alarm in alarms.Take(MostAlarms)) Prose.Write(output, "alarm", $"since {Time(alarm, "since")}: {Text(alarm, "sentence")}", "alarm", Terminal.Yellow);
        if (alarms.Length > MostAlarms) output.WriteLine($"        and {alarms.Length - MostAlarms} more; {"/v1/alarms"} has them all");
    }

    private void Clocks()
    {
        var clocks = status.GetProperty("clocks");
        var own = clocks.GetProperty("trusted").GetBoolean() ? "the collector's own is trusted"
            : $"the collector's own is not trusted ({Text(clocks, "why")}): nothing is judged late or early";
        var sync = clocks.GetProperty("setsMeters").GetBoolean() ? $"meters are set (sync {Text(clocks, "sync")})"
            : Text(clocks, "sync") == "off" ? "no meter is set (sync off)" : "no meter is set now";
        Prose.Write(output, "clocks", $"{own}; {sync}; the offset of {Number(clocks, "measured")} meters is known{(Number(clocks, "measured") > 0 ? ", the furthest:" : ".")}");
        foreach (var meter in clocks.GetProperty("furthest").EnumerateArray().Take(MostClocks))
        {
            var offset = meter.GetProperty("offsetSeconds").GetDecimal();
            var drift = meter.GetProperty("driftSecondsPerDay") is { ValueKind: JsonValueKind.Number } known ? string.Create(CultureInfo.InvariantCulture, $"{known.GetDecimal():+0.00;-0.00;0.00} s/day") : "drift not known yet";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"        {Text(meter, "meter"),-14} {offset,9:+0.0;-0.0;0.0} s  {drift,-20} {Ago(meter, "measuredAt"),12}  {Text(meter, "line")}{(Math.Abs(offset) < Right ? "" : "  off")}").TrimEnd());
        }
    }

    private static int Trouble(JsonElement line) => !line.GetProperty("up").GetBoolean() ? 0 : Number(line, "dead") > 0 ? 1 : !line.GetProperty("fits").GetBoolean() ? 2 : 3;

    private string Ago(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.String } at ? $"{FriendlyTime.Of(_at > at.GetDateTimeOffset() ? _at - at.GetDateTimeOffset() : TimeSpan.Zero)} ago" : "-";

    private static string Time(JsonElement element, string name) => element.GetProperty(name).GetDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Span(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } seconds && seconds.GetDouble() > 0 ? FriendlyTime.Of(TimeSpan.FromSeconds(seconds.GetDouble())) : "-";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
