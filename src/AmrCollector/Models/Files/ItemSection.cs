using System.Text.Json;
using AmrCollector.Metering;

namespace AmrCollector.Models.Files;

/// <summary>The "items" of a model file, and the lists elsewhere that name them.</summary>
internal sealed class ItemSection
{
    private static readonly Dictionary<string, ItemKind> Kinds = Enum.GetValues<ItemKind>().Where(kind => kind != ItemKind.Interval).ToDictionary(kind => kind.WireName(), kind => kind);
    private readonly List<(Item Item, int Line)> _items = [];
    private readonly FaultList _faults;

    private ItemSection(FaultList faults) => _faults = faults;

    /// <summary>Every item without a fault, with its line, in file order.</summary>
    internal IReadOnlyList<(Item Item, int Line)> Items => _items;

    /// <summary>Items by OBIS code; of two with one code the first.</summary>
    internal Dictionary<ObisCode, Item> ByObis { get; } = [];

    /// <summary>Reads "items"; <paramref name="layout"/> reads the part of an item that depends on the protocol.</summary>
    internal static ItemSection Read(Fields root, Func<Fields, int, Layout> layout)
    {
        ItemSection section = new(root.Faults);
        var defaults = root.Find("defaults") is { } node ? Fields.Of(node, root.Faults) : null;
        foreach (var element in root.List("items")) section.Add(Fields.Of(element, root.Faults, defaults), layout);
        defaults?.Done();
        if (root.List("items").Count == 0) root.Faults.Add(root.Line, "\"items\" is empty: a model offers at least one item");
        return section;
    }

    /// <summary>Puts another item in the place of each.</summary>
    internal void Rewrite(Func<Item, Item> change)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            var (old, line) = _items[i];
            var changed = change(old);
            _items[i] = (changed, line);
            if (ByObis.TryGetValue(old.Obis, out var known) && ReferenceEquals(known, old)) ByObis[old.Obis] = changed;
        }
    }

    /// <summary>The items a list of OBIS codes names, in its order.</summary>
    internal IReadOnlyList<Item> Named(string where, LocatedJson list)
    {
        if (list.Kind != JsonTokenType.StartArray || list.Elements.Count == 0)
            _faults.Add(list.Line, $"{where} is a list of OBIS codes, with at least one");
        List<Item> named = [];
        foreach (var element in list.Elements)
        {
            if (!ObisCode.TryParse(element.Text, out var obis)) _faults.Add(element.Line, $"{where}: \"{element.Text}\" is no OBIS code such as 1-0:1.8.0");
            else if (!ByObis.TryGetValue(obis, out var item)) _faults.Add(element.Line, $"{where} names {obis}, which is not among the items");
            else if (named.Contains(item)) _faults.Add(element.Line, $"{where} names {obis} twice");
            else named.Add(item);
        }

        return named;
    }

    private void Add(Fields fields, Func<Fields, int, Layout> layout)
    {
        var before = _faults.Count;
        var text = fields.Text("obis");
        var named = ObisCode.TryParse(text, out var obis);
        if (!named && text.Length > 0)
            _faults.Add(fields.Line, $"\"{text}\" is no OBIS code such as 1-0:1.8.0");
        var decimals = fields.Whole("decimals", 0, 9, 0);
        Item item = new()
        {
            Obis = obis,
            Name = fields.Text("name"),
            NameZh = fields.Text("nameZh", ""),
            Unit = fields.Unit(),
            Decimals = decimals,
            Kind = fields.OneOf("kind", Kinds, ItemKind.State),
            IsRegister = fields.Flag("bills"),
            SingleSource = fields.Flag("singleSource"),
            Wrap = fields.Find("wrap") is null ? null : fields.Number("wrap", 1),
            Layout = layout(fields, decimals),
        };
        fields.Done();
        if (item is { IsRegister: true, Kind: ItemKind.State })
            _faults.Add(fields.Line, $"{obis} bills, so its \"kind\" is cumulative, demand or balance");
        if (item.Wrap is <= 0 || (item.Wrap is not null && item.Kind != ItemKind.Cumulative))
            _faults.Add(fields.Line, $"\"wrap\" is where a cumulative item starts again from 0, above 0 in its unit");
        if (_faults.Count == before) _items.Add((item, fields.Line));
        if (named && !ByObis.TryAdd(obis, item)) _faults.Add(fields.Line, $"{obis} is among the items twice");
    }
}
