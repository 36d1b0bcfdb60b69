using System.Collections.Frozen;
using System.Text.Json;

namespace AmrCollector.Models.Files;

/// <summary>One model file to one model, or to all its faults.</summary>
internal static class ModelFile
{
    /// <summary>The model; null when the file has a fault.</summary>
    internal static MeterModel? Read(string name, byte[] utf8, FaultList faults)
    {
        if (!LocatedJson.TryParse(utf8, out var json, out var line, out var why))
        {
            faults.Add(line, why);
            return null;
        }

        var root = Fields.Of(json!, faults);
        root.Find("$schema");
        var protocol = root.OneOf("protocol", MeterProtocols.ByName);
        var limits = RegisterLimits.Default;
        ItemSection items;
        if (protocol == MeterProtocol.Modbus)
        {
            limits = ModbusSection.ReadLimits(root);
            items = ItemSection.Read(root, ModbusSection.ReadLayout);
            ModbusSection.Check(items, limits, faults);
        }
        else
        {
            items = ItemSection.Read(root, (fields, _) => Dlt645Section.ReadLayout(fields));
        }

        var isDlt645 = protocol != MeterProtocol.Modbus;
        var blocks = isDlt645 ? Dlt645Section.ReadBlocks(root, items) : [];
        MeterModel model = new()
        {
            Name = name,
            Title = root.Text("title"),
            Notes = root.Texts("notes"),
            Protocol = protocol,
            Items = items.ByObis.ToFrozenDictionary(),
            Blocks = blocks,
            Limits = limits,
            Groups = ReadGroups(root, items, blocks, limits),
            DailyFreezes = isDlt645 ? Dlt645Section.ReadFreezes(root, "dailyFreezes", items) : null,
            Settlements = isDlt645 ? Dlt645Section.ReadFreezes(root, "settlements", items) : null,
            ReplyTimeout = TimeSpan.FromMilliseconds(root.Whole("replyTimeoutMs", 50, 30_000, 1000)),
            Gap = TimeSpan.FromMilliseconds(root.Whole("gapMs", 0, 10_000, 0)),
            Vectors = [],
        };
        var vectors = root.List("vectors").Select(node => (Vector: ReadVector(node, faults), node.Line)).ToList();
        root.Done();
        if (vectors.Count == 0) faults.Add(root.Line, "\"vectors\" is empty: a file proves itself by at least one exchange");
        return faults.Count == 0 ? Prove(model, vectors, faults) : null;
    }

    private static MeterModel? Prove(MeterModel model, List<(Vector Vector, int Line)> vectors, FaultList faults)
    {
        var proven = model with { Vectors = [.. vectors.Select(vector => vector.Vector)] };
        foreach (var (vector, line) in vectors)
            if (VectorCheck.Fault(proven, vector) is { } fault) faults.Add(line, fault);
        return faults.Count == 0 ? proven : null;
    }

    private static FrozenDictionary<string, IReadOnlyList<Question>> ReadGroups(
        Fields root, ItemSection items, IReadOnlyList<Question.Dlt645> blocks, RegisterLimits limits)
    {
        Dictionary<string, IReadOnlyList<Question>> groups = [];
        if (root.Find("groups") is not { } node)
        {
            root.Faults.Add(root.Line, "\"groups\" is missing: it says what a plan's words such as \"current\" read");
            return groups.ToFrozenDictionary();
        }

        foreach (var (name, list) in Fields.Of(node, root.Faults).All())
        {
            var named = items.Named($"group \"{name}\"", list);
            if (name is "dailyFreeze" or "settlement") root.Faults.Add(list.Line, $"\"{name}\" is a word of its own and no name for a group");
            else if (named.FirstOrDefault(item => !CanBeAsked(item, blocks)) is { } mute)
                root.Faults.Add(list.Line, $"group \"{name}\" cannot ask for {mute.Obis}: it has neither an \"id\" nor a block");
            else groups.TryAdd(name, ReadPlan.For(named, blocks, limits));
        }

        return groups.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool CanBeAsked(Item item, IReadOnlyList<Question.Dlt645> blocks) =>
        item.Layout is Layout.Modbus or Layout.Dlt645 { Id: not null } || blocks.Any(block => block.Items.Contains(item));

    private static Vector ReadVector(LocatedJson node, FaultList faults)
    {
        var fields = Fields.Of(node, faults);
        Dictionary<string, string> means = [];
        if (fields.Find("means") is not { } meaning) faults.Add(node.Line, "\"means\" is missing");
        else
            foreach (var (name, value) in Fields.Of(meaning, faults).All())
            {
                if (value.Kind != JsonTokenType.String) faults.Add(value.Line, $"the meaning of {name} is a text such as \"123.45 kWh\"");
                means.TryAdd(name, value.Text);
            }

        Vector vector = new(fields.Text("note"), fields.Text("ask"), fields.Text("reply"), means);
        fields.Done();
        return vector;
    }
}
