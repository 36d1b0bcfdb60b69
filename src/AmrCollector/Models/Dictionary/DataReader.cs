namespace AmrCollector.Models.Dictionary;

/// <summary>The data of a reply, identifier taken off, to the values it holds: blocks by length, AA terminators stripped, odd lengths flagged.</summary>
public static class DataReader
{
    private const byte Separator = 0xAA;

    /// <summary>Reads <paramref name="data"/> as <paramref name="entry"/> describes it; an unknown entry gives one raw value. Never throws on bytes.</summary>
    public static IReadOnlyList<FieldValue> Read(DictionaryEntry? entry, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return [];
        if (entry is null) return [Raw("unknown identifier", "未知数据标识", data, FieldReader.HighFirst(data), "not in the dictionary, high byte first")];
        return entry.IsBlock ? Block(entry, data) : Single(entry, data);
    }

    private static List<FieldValue> Single(DictionaryEntry entry, ReadOnlySpan<byte> data)
    {
        var fields = entry.Items.Single();
        var surplus = IsOpen(fields) ? 0 : data.Length - fields.Sum(field => field.Width);
        if (fields.Count == 1 && surplus != 0 && !(surplus == 1 && data[^1] == Separator) && !(surplus > 0 && entry.HasTail)) return [OddWidth(fields[0], data)];

        List<FieldValue> values = [];
        foreach (var field in fields)
        {
            if (field.Width == 0) return data.IsEmpty ? values : [.. values, Unsettled(field, data)];
            for (; surplus > 0 && data[0] == Separator && MaySeparate(field); surplus--) data = data[1..];
            if (data.Length < field.Width) break;
            values.Add(FieldReader.Read(field, data[..field.Width]));
            data = data[field.Width..];
        }

        data = data.TrimEnd(Separator);
        if (!data.IsEmpty && !entry.HasTail) values.Add(Raw("raw data", "原始数据", data, FieldReader.HighFirst(data), $"{data.Length} bytes more than whole fields of {entry.Name}"));
        return values;
    }

    // More digits than the format has, all zero in front, are the same number; anything else would be a guess.
    private static FieldValue OddWidth(DictionaryField field, ReadOnlySpan<byte> data)
    {
        var note = $"{data.Length} bytes where the format has {field.Width}: {FieldReader.HighFirst(data)}";
        var same = field.Format.Type is FieldType.Bcd or FieldType.SignedBcd && data.Length > field.Width && !data[field.Width..].ContainsAnyExcept((byte)0);
        return same
            ? FieldReader.Read(field, data[..field.Width]) with { Note = note }
            : Raw("raw data", "原始数据", data, FieldReader.HighFirst(data), $"{data.Length} bytes where {field.Name} has {field.Width}");
    }

    private static List<FieldValue> Block(DictionaryEntry entry, ReadOnlySpan<byte> data)
    {
        if (IsOpen(entry.Items.First())) return [Raw(entry.Name, entry.NameZh, data, FieldReader.HighFirst(data), "layout not settled, high byte first")];
        List<FieldValue> values = [];
        var rest = data;
        var separators = 0;
        foreach (var group in entry.Groups)
        {
            foreach (var fields in group)
            {
                var width = fields.Sum(field => field.Width);
                var separated = !rest.IsEmpty && rest[0] == Separator && MaySeparate(fields[0]);
                if (rest.Length < width || (separated && entry.NeedsSeparators)) break;
                if (separated && rest.Length > width) rest = rest[1..];
                foreach (var field in fields)
                {
                    values.Add(FieldReader.Read(field, rest[..field.Width]));
                    rest = rest[field.Width..];
                }

                if (rest.IsEmpty) break;
            }

            if (rest.IsEmpty) break;
            if (rest[0] != Separator) continue;
            rest = rest[1..];
            separators++;
        }

        if (rest.TrimEnd(Separator).IsEmpty || entry.HasTail)
            if (!entry.NeedsSeparators || separators > 0) return values;
        return [Raw("raw data", "原始数据", data, FieldReader.HighFirst(data), $"{data.Length} bytes do not divide into {entry.Name}")];
    }

    private static bool IsOpen(IReadOnlyList<DictionaryField> fields) => fields[^1].Width == 0;

    private static FieldValue Unsettled(DictionaryField field, ReadOnlySpan<byte> data) =>
        Raw(field.Name, field.NameZh, data, FieldReader.HighFirst(data), "layout not settled, high byte first");

    // AA cannot begin a BCD value; a word of bits or text it can.
    private static bool MaySeparate(DictionaryField next) => next.Format.Type is FieldType.Bcd or FieldType.SignedBcd or FieldType.Clock or FieldType.Digits;

    private static FieldValue Raw(string name, string nameZh, ReadOnlySpan<byte> data, string? value, string note) =>
        new(new(name, nameZh, new(FieldType.Hex, data.Length, 0, "")), value, note);
}
