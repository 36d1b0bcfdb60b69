using System.CommandLine;
using AmrCollector.Metering;
using AmrCollector.Models;
using Spectre.Console;
using Layout = AmrCollector.Models.Layout;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model show NAME`: its items, what its groups cost on the wire, where its sources disagree, and what to know before using it.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "A model of amr model list" };

    internal static Command Create()
    {
        Verb verb = new("show", "Items, groups with the exchanges they cost, conflicts, notes", "amr model show dlt645-2007-1p", "amr model show abb-b23 --json");
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
        var console = Terminal.On(output);
        console.Write(new Text($"{model.Name}: {model.Title}\n"));
        console.Write(new Text($"{model.Protocol.WireName()}, {Count(model.Items.Count, "item")}, proven by {Count(model.Vectors.Count, "vector")}{Ratios(model)}\n\n"));
        var single = model.Items.Values.Any(item => item.SingleSource);
        var items = new Table().Border(TableBorder.None).AddColumns("item", "unit", "bills", "name", "on the wire");
        items.Columns[0].NoWrap();
        foreach (var item in Sorted(model))
        {
            items.AddRow(
                new Text((item.SingleSource ? "! " : single ? "  " : "") + item.Obis), new Text(item.Unit.Symbol()), new Text(item.IsRegister ? item.Kind.WireName() : ""),
                new Text(item.NameZh.Length > 0 ? $"{item.Name} {item.NameZh}" : item.Name), new Text(ItemFormat.Of(item)));
        }

        console.Write(items);
        output.WriteLine();
        if (single) console.Write(new Text("! one source names this place 单一来源: compare the value with the display before it bills\n\n"));
        List(console, "Registers that values depend on 换算寄存器", Factors(model));
        if (Factors(model).Count > 0) output.WriteLine();
        foreach (var group in Exchanges(model))
            console.Write(new Text($"{group.Name}: {Count(group.Asks.Count, "exchange")}, {group.Bytes} bytes on the wire: {string.Join(" ", group.Asks)}\n"));
        if (model.DailyFreezes is { } daily) console.Write(new Text($"dailyFreeze: {daily.Depth} days in the meter, {Count(daily.Blocks.Count + 1, "exchange")} a day\n"));
        if (model.Settlements is { } settled) console.Write(new Text($"settlement: {settled.Depth} periods in the meter, {Count(settled.Blocks.Count, "exchange")} a period\n"));
        if (Identity(model) is { Count: > 0 } told) console.Write(new Text($"amr check --meters compares: {string.Join(", ", told.Select(fact => $"{fact.Key} {fact.Value}"))}\n"));
        List(console, "Where the sources disagree 资料互相矛盾", model.Conflicts);
        List(console, "To know before using it 使用须知", model.Notes);
    }

    private static void List(IAnsiConsole console, string heading, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0) return;
        console.Write(new Text($"\n{heading}:\n"));
        var lines = new Table().Border(TableBorder.None).HideHeaders().AddColumns("mark", "sentence");
        foreach (var sentence in sentences) lines.AddRow(new Text("-"), new Text(sentence));
        console.Write(lines);
    }

    private static object Document(MeterModel model) => new
    {
        model.Name,
        model.Title,
        Protocol = model.Protocol.WireName(),
        Medium = model.Medium.ToString().ToLowerInvariant(),
        model.AppliesRatios,
        SunSpec = model.SunSpecModel,
        model.Conflicts,
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
            item.Wrap,
            From = ItemFormat.Of(item),
        }),
        Factors = Factors(model),
        Groups = Exchanges(model).ToDictionary(group => group.Name, group => new { Exchanges = group.Asks, group.Bytes }),
        Identity = Identity(model),
        DailyFreezes = model.DailyFreezes?.Depth,
        Settlements = model.Settlements?.Depth,
        Vectors = model.Vectors.Count,
    };

    private static Dictionary<string, string> Identity(MeterModel model) => new (string Fact, Item? Item)[]
    {
        ("number", model.Identity.Number), ("constant", model.Identity.Constant), ("ct", model.Identity.Ct), ("pt", model.Identity.Pt), ("tariffs", model.Identity.Tariffs),
    }.Where(fact => fact.Item is not null).ToDictionary(fact => fact.Fact, fact => fact.Item!.Obis.ToString());

    private static List<string> Factors(MeterModel model) =>
    [
        .. model.Items.Values.Select(item => item.Layout).OfType<Layout.Modbus>().SelectMany(layout => layout.Factors)
            .DistinctBy(factor => factor.Name).OrderBy(factor => factor.Address).Select(factor => ItemFormat.Of(factor)),
    ];

    private static string Ratios(MeterModel model) => model.AppliesRatios
        ? "; applies the meter's own ratios: ct and pt of the meter list are 1"
        : model.SunSpecModel is { } sunSpec ? $"; looks for SunSpec model {sunSpec} in the meter, addresses count from its header" : "";

    private static IEnumerable<(string Name, List<string> Asks, int Bytes)> Exchanges(MeterModel model) => model.Groups
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Value.Select(question => ItemFormat.Of(question, model)).ToList(), group.Value.Sum(question => question.WireBytes)));

    private static IOrderedEnumerable<Item> Sorted(MeterModel model) => model.Items.Values
        .OrderByDescending(item => item.IsRegister)
        .ThenBy(item => (item.Obis.A, item.Obis.B, item.Obis.D, item.Obis.C, item.Obis.E));

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
