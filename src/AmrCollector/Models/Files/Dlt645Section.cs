using AmrCollector.Metering;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Files;

/// <summary>What only DL/T 645 models say: identifiers, blocks, freezes.</summary>
internal static class Dlt645Section
{
    private const int Longest = 64;
    private static readonly Dictionary<string, Dlt645Type> Types = Enum.GetValues<Dlt645Type>().ToDictionary(type => type.WireName(), type => type);

    /// <summary>How an item's bytes are read, and the identifier that asks for it alone.</summary>
    internal static Layout ReadLayout(Fields fields)
    {
        var type = fields.OneOf("type", Types);
        var width = fields.Whole("width", 1, Longest);
        if (WidthOf(type) is { } only && width != only)
            fields.Faults.Add(fields.Line, $"a {type.WireName()} has {only} bytes, not {width}");
        if (type is Dlt645Type.Bcd or Dlt645Type.SignedBcd && width > 9)
            fields.Faults.Add(fields.Line, $"a number has at most 9 bytes, not {width}; use digits for what is not reckoned with");
        return new Layout.Dlt645(type, width) { Id = fields.Find("id") is { } id ? ReadId(id.Text, id.Line, fields.Faults) : null };
    }

    /// <summary>"blocks": identifier to the items of its reply, in reply order.</summary>
    internal static IReadOnlyList<Question.Dlt645> ReadBlocks(Fields fields, ItemSection items)
    {
        if (fields.Find("blocks") is not { } node) return [];
        List<Question.Dlt645> blocks = [];
        foreach (var (name, list) in Fields.Of(node, fields.Faults).All())
            blocks.Add(new(ReadId(name, list.Line, fields.Faults)) { Items = items.Named($"block {name}", list) });
        return blocks;
    }

    /// <summary>"dailyFreezes" or "settlements"; null when absent.</summary>
    internal static FreezeStore? ReadFreezes(Fields root, string name, ItemSection items)
    {
        if (root.Find(name) is not { } node) return null;
        var fields = Fields.Of(node, root.Faults);
        var depth = fields.Whole("depth", 1, 254);
        DataId? time = fields.Find("time") is { } id ? ReadId(id.Text, id.Line, root.Faults) : null;
        var blocks = ReadBlocks(fields, items);
        fields.Done();
        if (blocks.Count == 0) root.Faults.Add(node.Line, $"\"{name}\" has no blocks");
        foreach (var question in blocks.Where(block => (block.Id.Value & 0xFF) + depth > 0xFE))
            root.Faults.Add(node.Line, $"the lowest byte of {question.Id} plus {depth} records runs into the block mark FF");
        return new(depth, time, blocks);
    }

    private static DataId ReadId(string text, int line, FaultList faults)
    {
        if (!DataId.TryParse(text, out var id)) faults.Add(line, $"\"{text}\" is no identifier of eight hexadecimal digits such as 00010000");
        return id;
    }

    private static int? WidthOf(Dlt645Type type) => type switch
    {
        Dlt645Type.Demand or Dlt645Type.SignedDemand => 8,
        Dlt645Type.Time => 5,
        Dlt645Type.Date => 4,
        Dlt645Type.TimeOfDay => 3,
        _ => null,
    };
}
