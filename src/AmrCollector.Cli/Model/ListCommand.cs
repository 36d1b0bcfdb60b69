using System.CommandLine;
using AmrCollector.Models;
using Spectre.Console;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model list`: one line a model.</summary>
internal static class ListCommand
{
    internal static Command Create()
    {
        Verb verb = new("list", "One line a model", "amr model list", "amr model list --json");
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        List<ModelFault> faults = [];
        var output = parsed.InvocationConfiguration.Output;
        var models = ModelCommand.Load(parsed, faults).Values.OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        if (parsed.GetValue(Root.Json)) models.ForEach(model => output.WriteJson(Row(model)));
        else Terminal.On(output).Write(TableOf(models));
        return ModelCommand.Report(faults, parsed.InvocationConfiguration.Error);
    }

    private static object Row(MeterModel model) => new
    {
        model.Name,
        model.Title,
        Protocol = ModelCommand.Written(model.Protocol),
        Items = model.Items.Count,
        Registers = model.Items.Values.Count(item => item.IsRegister),
        SingleSource = model.Items.Values.Count(item => item.SingleSource),
        Groups = Words(model),
        Vectors = model.Vectors.Count,
    };

    private static Table TableOf(List<MeterModel> models)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("model", "protocol", "items", "reads", "meters");
        foreach (var model in models)
        {
            table.AddRow(
                new Text(model.Name), new Text(ModelCommand.Written(model.Protocol)), new Text(model.Items.Count.ToString()),
                new Text(string.Join(' ', Words(model))), new Text(model.Title));
        }

        return table;
    }

    private static List<string> Words(MeterModel model)
    {
        List<string> words = [.. model.Groups.Keys.Order(StringComparer.Ordinal)];
        if (model.DailyFreezes is not null) words.Add("dailyFreeze");
        if (model.Settlements is not null) words.Add("settlement");
        return words;
    }
}
