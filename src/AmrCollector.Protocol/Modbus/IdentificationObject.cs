namespace AmrCollector.Protocol.Modbus;

/// <summary>One object of a device's identification.</summary>
/// <param name="Id">0 vendor, 1 product code, 2 revision, 3 address on the web, 4 product, 5 model, 6 application; from 80 the maker's own.</param>
/// <param name="Text">Its value; bytes that are no printable ASCII are shown as '?'.</param>
public readonly record struct IdentificationObject(byte Id, string Text)
{
    /// <summary>
    /// The objects of <paramref name="groups"/>: id, length, value one after the other; what is cut short is left out.
    /// </summary>
    public static IReadOnlyList<IdentificationObject> All(ReadOnlySpan<byte> groups)
    {
        List<IdentificationObject> objects = [];
        while (groups.Length >= 2 && groups.Length >= 2 + groups[1])
        {
            objects.Add(new(groups[0], Printable(groups.Slice(2, groups[1]))));
            groups = groups[(2 + groups[1])..];
        }

        return objects;
    }

    /// <summary>Device text as a person may see it: trimmed, printable ASCII, everything else '?'.</summary>
    internal static string Printable(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = from[i] is >= 0x20 and < 0x7F ? (char)from[i] : from[i] == 0 ? ' ' : '?';
        }).Trim();
}
