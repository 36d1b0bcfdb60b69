using AmrCollector.Metering;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Files;

/// <summary>What only DL/T 645 models say: identifiers, blocks, freezes.</summary>
internal static class Dlt645Section
{
    private const int Longest = 64;

    /// <summary>1997: 90 is now, 94 last month, 98 the month before; the record is the third and fourth bit of DI1.</summary>
    private const uint Step1997 = 0x0400;

    private static readonly Dictionary<string, Dlt645Type> Types = Enum.GetValues<Dlt645Type>().ToDictionary(type => type.WireName(), type => type);

    /// <summary>How an item's bytes are read, and the identifier that asks for it alone.</summary>
    internal static Layout ReadLayout(Fields fields, Dlt645Edition edition)
    {
        var type = fields.OneOf("type", Types);
        var width = fields.Whole("width", 1, Longest);
        if (WidthOf(type) is { } only && width != only)
            fields.Faults.Add(fields.Line, $"a {type.WireName()} has {only} bytes, not {width}");
        if (type is Dlt645Type.Bcd or Dlt645Type.SignedBcd && width > 9)
            fields.Faults.Add(fields.Line, $"a number has at most 9 bytes, not {width}; use digits for what is not reckoned with");
        return new Layout.Dlt645(type, width)
        {
            Edition = edition,
            Id = fields.Find("id") is { } id ? ReadId(id.Text, id.Line, edition, fields.Faults) : null,
        };
    }

    /// <summary>"blocks": identifier to the items of its reply, in reply order.</summary>
    internal static IReadOnlyList<Question.Dlt645> ReadBlocks(Fields fields, ItemSection items, Dlt645Edition edition)
    {
        if (fields.Find("blocks") is not { } node) return [];
        List<Question.Dlt645> blocks = [];
        foreach (var (name, list) in Fields.Of(node, fields.Faults).All())
            blocks.Add(new(ReadId(name, list.Line, edition, fields.Faults)) { Items = items.Named($"block {name}", list), Edition = edition });
        return blocks;
    }

    /// <summary>"dailyFreezes" or "settlements"; null when absent.</summary>
    internal static FreezeStore? ReadFreezes(Fields root, string name, ItemSection items, Dlt645Edition edition)
    {
        if (root.Find(name) is not { } node) return null;
        var fields = Fields.Of(node, root.Faults);
        var depth = fields.Whole("depth", 1, 254);
        DataId? time = fields.Find("time") is { } id ? ReadId(id.Text, id.Line, edition, root.Faults) : null;
        var blocks = ReadBlocks(fields, items, edition);
        fields.Done();
        if (blocks.Count == 0) root.Faults.Add(node.Line, $"\"{name}\" has no blocks");
        if (edition == Dlt645Edition.V1997)
        {
            if (depth > 2) root.Faults.Add(node.Line, $"a 1997 meter keeps two months back, not {depth}");
            return new(depth, time, blocks) { Step = Step1997 };
        }

        foreach (var question in blocks.Where(block => (block.Id.Value & 0xFF) + depth > 0xFE))
            root.Faults.Add(node.Line, $"the lowest byte of {question.Id} plus {depth} records runs into the block mark FF");
        return new(depth, time, blocks);
    }

    /// <summary>"loadRecords": which class makes the profile, and how many days back; null when absent.</summary>
    internal static LoadRecordStore? ReadProfile(Fields root, Dlt645Edition edition)
    {
        if (root.Find("loadRecords") is not { } node) return null;
        var fields = Fields.Of(node, root.Faults);
        LoadRecordStore store = new(fields.Whole("class", 4, 4), fields.Whole("days", 1, 400));
        fields.Done();
        if (edition == Dlt645Edition.V2007) return store;
        root.Faults.Add(node.Line, "load records are of the 2007 edition");
        return null;
    }

    private static DataId ReadId(string text, int line, Dlt645Edition edition, FaultList faults)
    {
        if (edition == Dlt645Edition.V1997)
        {
            if (text.Length == 4 && DataId.TryParse("0000" + text, out var two)) return two;
            faults.Add(line, $"\"{text}\" is no identifier of four hexadecimal digits such as 9010");
            return default;
        }

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
