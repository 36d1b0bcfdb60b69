using System.CommandLine;
using AmrCollector.Lines;
using Spectre.Console;

namespace AmrCollector.Cli.Line;

/// <summary>`amr ports`: which serial ports there are, and the names to configure them by.</summary>
public static class PortsCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new("ports", "Serial ports of this machine, with names that survive replugging", "amr ports", "amr ports --json");
        verb.SetAction(parsed => Print(SerialPorts.List(), parsed));
        return verb;
    }

    private static int Print(IReadOnlyList<FoundPort> ports, ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json))
        {
            foreach (var port in ports) output.WriteJson(port);
            return ExitCode.Ok;
        }

        if (ports.Count == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine("no serial port found; plug the adapter in and look again");
            return ExitCode.Ok;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("port", "line to configure", "what it is");
        foreach (var port in ports) table.AddRow(port.Port.EscapeMarkup(), port.Line.EscapeMarkup(), port.Description.EscapeMarkup());
        Terminal.On(output).Write(table);
        return ExitCode.Ok;
    }
}
