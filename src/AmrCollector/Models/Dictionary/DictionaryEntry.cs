using Bindings = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyDictionary<string, string>>;

namespace AmrCollector.Models.Dictionary;

/// <summary>What the dictionary knows about one identifier.</summary>
public sealed class DictionaryEntry
{
    private readonly IReadOnlyList<DictionaryAxis> _blocks;
    private readonly Func<Bindings, IReadOnlyList<DictionaryField>> _fields;

    internal DictionaryEntry(
        string name, string nameZh, bool hasTail, IReadOnlyList<DictionaryAxis> blocks, Func<Bindings, IReadOnlyList<DictionaryField>> fields) =>
        (Name, NameZh, HasTail, _blocks, _fields) = (name, nameZh, hasTail, blocks, fields);

    /// <summary>English name of the item, or of the block.</summary>
    public string Name { get; }

    /// <summary>Chinese name of the item, or of the block.</summary>
    public string NameZh { get; }

    /// <summary>True when the reply holds several items one after the other and its length says how many.</summary>
    public bool IsBlock => _blocks.Count > 0;

    /// <summary>True when meters append bytes that mean nothing.</summary>
    internal bool HasTail { get; }

    /// <summary>True when sub-blocks of a length the meter decides follow each other, so that only AA between them tells them apart.</summary>
    internal bool NeedsSeparators => _blocks.Count > 1 && _blocks[^1].IsOpen;

    /// <summary>The items of a reply in wire order, each its fields; a block's items rise with the identifier they have alone.</summary>
    public IEnumerable<IReadOnlyList<DictionaryField>> Items => Groups.SelectMany(group => group);

    /// <summary>The items, in the sub-blocks that AA separates.</summary>
    internal IEnumerable<IEnumerable<IReadOnlyList<DictionaryField>>> Groups
    {
        get
        {
            if (_blocks.Count == 0) return [[_fields(new Dictionary<string, IReadOnlyDictionary<string, string>>())]];
            var outer = Combinations(_blocks.Take(_blocks.Count - 1));
            return outer.Select(combination => _blocks[^1].All.Select(entry => _fields(With(combination, _blocks[^1].Name, entry))));
        }
    }

    private static IEnumerable<Bindings> Combinations(IEnumerable<DictionaryAxis> axes) => axes.Aggregate(
        (IEnumerable<Bindings>)[new Dictionary<string, IReadOnlyDictionary<string, string>>()],
        (combinations, axis) => combinations.SelectMany(combination => axis.All.Select(entry => (Bindings)With(combination, axis.Name, entry))));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> With(Bindings combination, string name, IReadOnlyDictionary<string, string> entry) =>
        new(combination) { [name] = entry };
}
