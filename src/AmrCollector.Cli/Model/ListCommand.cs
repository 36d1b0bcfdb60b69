using System.CommandLine;
using AmrCollector.Models;
using Spectre.Console;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model list`: the models by what they meter and what they speak.</summary>
internal static class ListCommand
{
    internal static Command Create()
    {
        Verb verb = new("list", "Every model, by what it meters and what it speaks", "amr model list", "amr model list --json");
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        List<ModelFault> faults = [];
        var output = parsed.InvocationConfiguration.Output;
        var models = ModelCommand.Load(parsed, faults).Values.OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        if (parsed.GetValue(Root.Json)) models.ForEach(model => output.WriteJson(Row(model)));
        else Print(models, output);
        return ModelCommand.Report(faults, parsed.InvocationConfiguration.Error);
    }

    private static object Row(MeterModel model) => new
    {
        model.Name,
        model.Title,
        Protocol = model.Protocol.WireName(),
        Medium = model.Medium.ToString().ToLowerInvariant(),
        Items = model.Items.Count,
        Registers = model.Items.Values.Count(item => item.IsRegister),
        SingleSource = model.Items.Values.Count(item => item.SingleSource),
        Groups = Words(model),
        Conflicts = model.Conflicts.Count,
        Vectors = model.Vectors.Count,
    };

    private static void Print(List<MeterModel> models, TextWriter output)
    {
        var console = Terminal.On(output);
        foreach (var kin in models.GroupBy(model => (model.Medium, model.Protocol)).OrderBy(kin => (kin.Key.Medium, kin.Key.Protocol)))
        {
            console.Write(new Text($"{kin.Key.Medium.ToString().ToLowerInvariant()}, {kin.Key.Protocol.WireName()}\n"));
            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("model", "items", "meters");
            table.Columns[0].NoWrap().Width(models.Max(model => model.Name.Length) + 2);
            table.Columns[1].NoWrap().RightAligned().Width(4);
            foreach (var model in kin) table.AddRow(new Text("  " + model.Name), new Text(model.Items.Count.ToString()), new Text(model.Title));
            console.Write(table);
            output.WriteLine();
        }

        console.Write(new Text($"{models.Count} models; the number is that of their items. amr model show NAME tells what one offers, where its sources disagree and what to know.\n"));
    }

    private static List<string> Words(MeterModel model)
    {
        List<string> words = [.. model.Groups.Keys.Order(StringComparer.Ordinal)];
        if (model.DailyFreezes is not null) words.Add("dailyFreeze");
        if (model.Settlements is not null) words.Add("settlement");
        return words;
    }
}
