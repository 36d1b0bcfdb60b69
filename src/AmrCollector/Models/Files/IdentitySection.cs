using AmrCollector.Metering;

namespace AmrCollector.Models.Files;

/// <summary>"identity": which items say who the meter is.</summary>
internal static class IdentitySection
{
    /// <summary>None when the file has no "identity"; a name that is no item of the file is a fault.</summary>
    internal static MeterIdentity Read(Fields root, ItemSection items)
    {
        if (root.Find("identity") is not { } node) return MeterIdentity.None;
        var fields = Fields.Of(node, root.Faults);
        MeterIdentity identity = new()
        {
            Number = Named(fields, "number", items),
            Constant = Named(fields, "constant", items),
            Ct = Named(fields, "ct", items),
            Pt = Named(fields, "pt", items),
            Tariffs = Named(fields, "tariffs", items),
        };
        fields.Done();
        if (node.Members.Count == 0) root.Faults.Add(node.Line, "\"identity\" names no item: write number, constant, ct, pt or tariffs");
        return identity;
    }

    private static Item? Named(Fields fields, string name, ItemSection items)
    {
        if (fields.Find(name) is not { } node) return null;
        if (!ObisCode.TryParse(node.Text, out var obis)) fields.Faults.Add(node.Line, $"identity \"{name}\": \"{node.Text}\" is no OBIS code such as 0-0:96.1.0");
        else if (!items.ByObis.TryGetValue(obis, out var item)) fields.Faults.Add(node.Line, $"identity \"{name}\" names {obis}, which is not among the items");
        else if (item.IsRegister) fields.Faults.Add(node.Line, $"identity \"{name}\" names {obis}, which bills and so says nothing of who the meter is");
        else return item;
        return null;
    }
}
