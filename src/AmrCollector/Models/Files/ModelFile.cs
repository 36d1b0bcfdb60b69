using System.Collections.Frozen;
using System.Text.Json;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Files;

/// <summary>One model file to one model, or to all its faults.</summary>
internal static class ModelFile
{
    private static readonly Dictionary<string, bool> Ratios = new() { ["secondary"] = false, ["applied"] = true };

    /// <summary>The model, proven by its vectors; null when the file has a fault.</summary>
    internal static MeterModel? Read(string name, byte[] utf8, FaultList faults)
    {
        if (!LocatedJson.TryParse(utf8, out var json, out var line, out var why))
        {
            faults.Add(line, why);
            return null;
        }

        var root = Fields.Of(json!, faults);
        var model = ReadUnproven(name, root, faults);
        var vectors = root.List("vectors").Select(node => (Vector: ReadVector(node, faults), node.Line)).ToList();
        root.Done();
        if (vectors.Count == 0) faults.Add(root.Line, "\"vectors\" is empty: a file proves itself by at least one exchange");
        return faults.Count == 0 ? Prove(model, vectors, faults) : null;
    }

    /// <summary>What the file says of the meter, its vectors left aside.</summary>
    internal static MeterModel ReadUnproven(string name, Fields root, FaultList faults)
    {
        root.Find("$schema");
        var protocol = root.OneOf("protocol", MeterProtocols.ByName);
        var limits = protocol == MeterProtocol.Modbus ? ModbusSection.ReadLimits(root) : RegisterLimits.Default;
        var edition = protocol == MeterProtocol.Dlt645V1997 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
        var isDlt645 = protocol is MeterProtocol.Dlt645V1997 or MeterProtocol.Dlt645V2007;
        var factors = protocol == MeterProtocol.Modbus ? FactorSection.Read(root) : null;
        var items = ReadItems(root, protocol, edition, factors, limits);
        var blocks = isDlt645 ? Dlt645Section.ReadBlocks(root, items, edition) : [];
        return new()
        {
            Name = name,
            Title = root.Text("title"),
            Notes = root.Texts("notes"),
            Conflicts = root.Texts("conflicts"),
            Protocol = protocol,
            Items = items.ByObis.ToFrozenDictionary(),
            Blocks = blocks,
            Limits = limits,
            AppliesRatios = factors is not null && root.OneOf("ratios", Ratios, false),
            SunSpecModel = factors?.SunSpecModel,
            HasRatios = items.Items.Any(item => item.Item.IsRatio),
            Identity = isDlt645 ? MeterIdentity.None : IdentitySection.Read(root, items),
            Groups = ReadGroups(root, items, blocks, limits),
            DailyFreezes = isDlt645 ? Dlt645Section.ReadFreezes(root, "dailyFreezes", items, edition) : null,
            Settlements = isDlt645 ? Dlt645Section.ReadFreezes(root, "settlements", items, edition) : null,
            Profile = isDlt645 ? Dlt645Section.ReadProfile(root, edition) : null,
            ReplyTimeout = TimeSpan.FromMilliseconds(root.Whole("replyTimeoutMs", 50, 30_000, 1000)),
            Gap = TimeSpan.FromMilliseconds(root.Whole("gapMs", 0, 10_000, 0)),
            Vectors = [],
        };
    }

    private static ItemSection ReadItems(
        Fields root, MeterProtocol protocol, Dlt645Edition edition, FactorSection? factors, RegisterLimits limits)
    {
        if (protocol == MeterProtocol.Cjt188) return ItemSection.Read(root, Cjt188Section.Read(root).ReadLayout);
        if (factors is null) return ItemSection.Read(root, (fields, _) => Dlt645Section.ReadLayout(fields, edition));
        var items = ItemSection.Read(root, (fields, decimals) => ModbusSection.ReadLayout(fields, decimals, factors));
        FactorSection.Resolve(items, limits, root.Faults);
        ModbusSection.Check(items, limits, root.Faults);
        return items;
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
            if (name is "dailyFreeze" or "settlement" or "profile") root.Faults.Add(list.Line, $"\"{name}\" is a word of its own and no name for a group");
            else if (named.FirstOrDefault(item => !CanBeAsked(item, blocks)) is { } mute)
                root.Faults.Add(list.Line, $"group \"{name}\" cannot ask for {mute.Obis}: it has neither an \"id\" nor a block");
            else groups.TryAdd(name, ReadPlan.For(named, blocks, limits));
        }

        return groups.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool CanBeAsked(Item item, IReadOnlyList<Question.Dlt645> blocks) =>
        item.Layout is Layout.Modbus or Layout.Cjt188 or Layout.Dlt645 { Id: not null } || blocks.Any(block => block.Items.Contains(item));

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

        Vector vector = new(fields.Text("note"), fields.Text("ask"), fields.Text("reply"), means) { Given = ReadGiven(fields) };
        fields.Done();
        return vector;
    }

    /// <summary>What was known before the exchange: ratios by OBIS code, "sunspec" for the register of the model's header.</summary>
    private static Dictionary<string, decimal> ReadGiven(Fields fields)
    {
        Dictionary<string, decimal> known = [];
        if (fields.Find("given") is not { } node) return known;
        var given = Fields.Of(node, fields.Faults);
        foreach (var (name, _) in given.All()) known.TryAdd(name, given.Number(name, 0));
        return known;
    }
}
