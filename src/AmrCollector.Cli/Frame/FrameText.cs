using AmrCollector.Models.Dictionary;

namespace AmrCollector.Cli.Frame;

/// <summary>A decoded frame for a person at a terminal: English first, the trade's Chinese beside it.</summary>
internal static class FrameText
{
    private const int Label = 12;

    internal static void Write(TextWriter output, DecodedFrame frame)
    {
        if (!frame.Valid)
        {
            output.WriteLine($"refused: {frame.Why}");
            if (frame.Protocol is { } looksLike) output.WriteLine(Line("looks like", looksLike));
            return;
        }

        output.WriteLine($"{frame.Protocol} {(frame.IsReply == true ? "reply 应答" : "request 请求")}");
        if (frame.Address is { } address) output.WriteLine(Line("address", address));
        if (frame.Unit is { } unit) output.WriteLine(Line("unit", $"{unit}"));
        output.WriteLine(Line(frame.Control is null ? "function" : "control", $"{frame.Control ?? $"{frame.Function:X2}"}  {frame.Action} {frame.ActionZh}"));
        if (frame.DataId is { } id) output.WriteLine(Line("identifier", frame.Item.Length > 0 ? $"{id}  {frame.Item} {frame.ItemZh}" : $"{id}  not in the dictionary"));
        if (frame.Error is { } error) output.WriteLine(Line("refusal", $"{error}  {frame.ErrorText} {frame.ErrorTextZh}"));
        if (frame.Registers is { Count: > 0 } registers) output.WriteLine(Line("registers", string.Join(' ', registers)));
        if (frame.More) output.WriteLine(Line("more", "follow-up frames are to be read with 12"));
        WriteValues(output, frame.Values);
        if (frame.Noise > 0) output.WriteLine(Line("noise", $"{frame.Noise} byte{(frame.Noise == 1 ? "" : "s")} around the frame do not belong to it"));
    }

    private static void WriteValues(TextWriter output, IReadOnlyList<FieldValue> values)
    {
        if (values.Count == 0) return;
        var names = values.Max(value => value.Field.Name.Length);
        var amounts = values.Max(value => Amount(value).Length);
        foreach (var value in values)
        {
            var line = $"  {value.Field.Obis ?? "",-Label}{value.Field.Name.PadRight(names)}  {Amount(value).PadRight(amounts)}  {value.Field.NameZh}";
            output.WriteLine((value.Note is { } note ? $"{line}  ({note})" : line).TrimEnd());
        }
    }

    private static string Amount(FieldValue value) => value.Value is { } amount ? $"{amount} {value.Field.Unit}".TrimEnd() : "-";

    private static string Line(string label, string text) => $"  {label,-Label}{text}";
}
