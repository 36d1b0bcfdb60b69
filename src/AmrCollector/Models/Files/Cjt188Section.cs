namespace AmrCollector.Models.Files;

/// <summary>What only CJ/T 188 models say: the meter type, the identifier, and where each value stands in its reply.</summary>
internal sealed class Cjt188Section
{
    private const int LongestReply = 97;
    private static readonly Dictionary<string, Cjt188Type> Types = Enum.GetValues<Cjt188Type>().ToDictionary(type => type.ToString().ToLowerInvariant(), type => type);

    private readonly byte _meterType;
    private readonly ushort _id;
    private readonly int _width;

    private Cjt188Section(Fields root)
    {
        _meterType = (byte)root.Whole("meterType", 0x10, 0x49);
        var text = root.Text("id", "901F");
        var good = text.Length == 4 && text.All(char.IsAsciiHexDigit);
        if (!good) root.Faults.Add(root.Line, $"\"{text}\" is no identifier of four hexadecimal digits such as 901F");
        _id = good ? Convert.ToUInt16(text, 16) : default;
        _width = root.Whole("replyWidth", 1, LongestReply);
    }

    /// <summary>Reads "meterType", "id", "replyWidth".</summary>
    internal static Cjt188Section Read(Fields root) => new(root);

    /// <summary>Where and how an item stands in the reply.</summary>
    internal Layout ReadLayout(Fields fields, int decimals)
    {
        var type = fields.OneOf("type", Types);
        Layout.Cjt188 layout = new(_id, fields.Whole("at", 0, LongestReply), type, fields.Whole("width", 1, 16))
        {
            MeterType = _meterType,
            ReplyWidth = _width,
            Digits = fields.Whole("digits", 0, 9, decimals),
        };
        if (layout.Offset + layout.Width > _width) fields.Faults.Add(fields.Line, $"bytes {layout.Offset} to {layout.Offset + layout.Width - 1} are not in a reply of {_width}");
        if (type == Cjt188Type.Time && layout.Width != 7) fields.Faults.Add(fields.Line, $"a time has 7 bytes, not {layout.Width}");
        return layout;
    }
}
