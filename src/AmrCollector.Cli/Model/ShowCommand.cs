using System.CommandLine;
using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;
using Spectre.Console;
using Layout = AmrCollector.Models.Layout;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model show NAME`: its items, what its groups cost on the wire, and what to know before using it.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "A model of amr model list" };

    internal static Command Create()
    {
        Verb verb = new("show", "Items, groups with the exchanges they cost, notes", "amr model show dlt645-2007-1p", "amr model show abb-b23 --json");
        verb.Arguments.Add(Name);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        List<ModelFault> faults = [];
        var name = parsed.GetRequiredValue(Name);
        if (!ModelCommand.Load(parsed, faults).TryGetValue(name, out var model))
        {
            ModelCommand.Report([.. faults.Where(fault => Path.GetFileNameWithoutExtension(fault.File) == name)], parsed.InvocationConfiguration.Error);
            throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"there is no model '{name}'; amr model list names them all");
        }

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(Document(model));
        else Print(model, output);
        return ExitCode.Ok;
    }

    private static void Print(MeterModel model, TextWriter output)
    {
        output.WriteLine($"{model.Name}: {model.Title} ({ModelCommand.Written(model.Protocol)})");
        output.WriteLine();
        var items = new Table().Border(TableBorder.None).AddColumns("item", "unit", "digits", "bills", "read from", "name");
        foreach (var item in Sorted(model))
        {
            items.AddRow(
                new Text(item.Obis.ToString()), new Text(item.Unit.Symbol()), new Text(item.Decimals.ToString(CultureInfo.InvariantCulture)),
                new Text(item.IsRegister ? item.Kind.WireName() : ""), new Text(Place(item)),
                new Text(item.Name + (item.SingleSource ? "  [one source: compare with the display]" : "") + (item.NameZh.Length > 0 ? "  " + item.NameZh : "")));
        }

        Terminal.On(output).Write(items);
        output.WriteLine();
        foreach (var group in Exchanges(model))
            output.WriteLine($"{group.Name}: {Count(group.Asks.Count, "exchange")}, {group.Bytes} bytes on the wire: {string.Join(" ", group.Asks)}");
        if (model.DailyFreezes is { } daily) output.WriteLine($"dailyFreeze: {daily.Depth} days in the meter, {Count(daily.Blocks.Count + 1, "exchange")} a day");
        if (model.Settlements is { } settled) output.WriteLine($"settlement: {settled.Depth} periods in the meter, {Count(settled.Blocks.Count, "exchange")} a period");
        output.WriteLine($"proven by {Count(model.Vectors.Count, "vector")}");
        foreach (var note in model.Notes) output.WriteLine($"- {note}");
    }

    private static object Document(MeterModel model) => new
    {
        model.Name,
        model.Title,
        Protocol = ModelCommand.Written(model.Protocol),
        model.Notes,
        Items = Sorted(model).Select(item => new
        {
            Obis = item.Obis.ToString(),
            item.Name,
            item.NameZh,
            Unit = item.Unit.Symbol(),
            item.Decimals,
            Kind = item.Kind.WireName(),
            Bills = item.IsRegister,
            item.SingleSource,
            From = Place(item),
        }),
        Groups = Exchanges(model).ToDictionary(group => group.Name, group => new { Exchanges = group.Asks, group.Bytes }),
        DailyFreezes = model.DailyFreezes?.Depth,
        Settlements = model.Settlements?.Depth,
        Vectors = model.Vectors.Count,
    };

    private static IEnumerable<(string Name, List<string> Asks, int Bytes)> Exchanges(MeterModel model) => model.Groups
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Value.Select(Ask).ToList(), group.Value.Sum(question => question.WireBytes)));

    private static string Ask(Question question) => question switch
    {
        Question.Dlt645 dlt645 => dlt645.Id.ToString(),
        Question.Modbus modbus => $"{modbus.Table.ToString().ToLowerInvariant()}:{modbus.Start}x{modbus.Count}",
        _ => "",
    };

    private static string Place(Item item) => item.Layout switch
    {
        Layout.Dlt645 layout => $"{layout.Id?.ToString() ?? "block"} {layout.Type.WireName()} {layout.Width}",
        Layout.Modbus layout => $"{layout.Table.ToString().ToLowerInvariant()}:{layout.Address}:{layout.Type.ToString().ToLowerInvariant()}"
            + (layout.Order == WordOrder.Abcd ? "" : $"/{layout.Order.ToString().ToUpperInvariant()}")
            + (layout.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" x {layout.Scale}")),
        _ => "",
    };

    private static IOrderedEnumerable<Item> Sorted(MeterModel model) => model.Items.Values
        .OrderByDescending(item => item.IsRegister)
        .ThenBy(item => (item.Obis.A, item.Obis.B, item.Obis.D, item.Obis.C, item.Obis.E));

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
