using System.Globalization;
using System.Text.Json;
using AmrCollector.Models.Dictionary;
using AmrCollector.Tests.Protocol;

namespace AmrCollector.Tests.Models.Dictionary;

/// <summary>Every frame of the collection decodes to what its source says, or is refused with a reason.</summary>
public sealed class GoldenDecodeTests
{
    public static TheoryData<string, int> Frames
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (var file in new[] { "dlt645.jsonl", "cjt188.jsonl", "modbus.jsonl" })
                for (var i = 0; i < GoldenFrame.Load(file).Count; i++) data.Add(file, i);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Says_what_the_source_says(string file, int line)
    {
        var golden = GoldenFrame.Load(file)[line];
        var frame = FrameDecoder.Decode(golden.Bytes, replyTo: golden.Reply_to is { } ask ? Wire.Of(ask) : []);
        if (!golden.Valid)
        {
            Assert.False(frame.Valid);
            Assert.NotEmpty(frame.Why!);
            Assert.Empty(frame.Values);
            return;
        }

        Assert.Equal((true, golden.Protocol, golden.IsReply, null), (frame.Valid, frame.Protocol, frame.IsReply, frame.Why));
        AssertText(golden, "address", frame.Address);
        AssertText(golden, "control", frame.Control);
        AssertText(golden, "di", frame.DataId);
        AssertText(golden, "err", frame.Error);
        AssertText(golden, "error", frame.Error);
        if (golden.Decoded.TryGetProperty("registers", out var registers)) Assert.Equal(registers.EnumerateArray().Select(word => word.GetString()), frame.Registers!);
        if (golden.Decoded.TryGetProperty("function", out var function)) Assert.Equal(function.GetInt32(), frame.Function);
        AssertValues(golden, frame);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Never_throws_on_a_frame_that_was_damaged(string file, int line)
    {
        var random = new Random(line);
        var frame = GoldenFrame.Load(file)[line].Bytes;
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])frame.Clone();
            for (var hits = 0; hits < 3; hits++) damaged[random.Next(frame.Length)] = (byte)random.Next(256);
            var cut = damaged.AsSpan(0, random.Next(damaged.Length + 1));
            Assert.NotNull(FrameDecoder.Decode(cut));
            foreach (var protocol in FrameProtocol.All) Assert.NotNull(FrameDecoder.Decode(cut, protocol));
        }
    }

    // Damage that keeps the checksum right reaches every reader there is.
    [Fact]
    public void Never_throws_on_any_content_of_a_checked_frame()
    {
        var random = new Random(16);
        Span<byte> frame = stackalloc byte[300];
        for (var round = 0; round < 20_000; round++)
        {
            var data = new byte[random.Next(0, 60)];
            random.NextBytes(data);
            if (data.Length > 4 && random.Next(2) == 0) data[3] = (byte)random.Next(6);
            var length = AmrCollector.Protocol.Dlt645.Dlt645Frame.Write(frame, default, (byte)random.Next(256), data);
            Assert.True(FrameDecoder.Decode(frame[..length]).Valid);
        }
    }

    private static void AssertText(GoldenFrame golden, string name, string? actual)
    {
        // "901F (wire order)"
        if (golden.Decoded.TryGetProperty(name, out var expected) && expected.ValueKind == JsonValueKind.String) Assert.Equal(expected.GetString()!.Split(' ')[0], actual);
    }

    private static void AssertValues(GoldenFrame golden, DecodedFrame frame)
    {
        if (!golden.Decoded.TryGetProperty("value", out var value)) return;
        var unit = golden.Decoded.TryGetProperty("unit", out var named) ? named.GetString()! : "";
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                Assert.Equal(value.EnumerateArray().Select(Number), frame.Values.Select(each => Number(each.Value)));
                Assert.All(frame.Values, each => Assert.Equal(unit, each.Field.Unit));
                break;
            case JsonValueKind.Number:
                Assert.Contains(frame.Values, each => Number(each.Value) == value.GetDecimal() && each.Field.Unit == unit);
                break;
            default:
                AssertWords(value.GetString()!, frame);
                break;
        }
    }

    // Sources write texts, times and raw bytes in many ways; one of the values must say the same.
    private static void AssertWords(string words, DecodedFrame frame)
    {
        if (words.StartsWith("nonBCD:", StringComparison.Ordinal))
        {
            Assert.Contains(frame.Values, each => each.Value is null && each.Note!.Contains(words[7..], StringComparison.Ordinal));
            return;
        }

        var compact = Compact(words.Split(" weekday")[0].Replace("Z=", "", StringComparison.Ordinal));
        var said = frame.Values.Where(each => each.Value is not null).Select(each => Compact(each.Value!)).ToList();
        Assert.True(
            said.Contains(compact) || said.Any(each => each == compact.TrimStart('0') || (each == "0" && compact.Trim('0').Length == 0))
            || said.Contains("20" + compact[..6]) || frame.Error == words || frame.DataId == "040005FF",
            $"{words} is none of {string.Join(", ", said)}");
    }

    private static string Compact(string text) => string.Concat(text.Where(letter => letter is not (' ' or '-' or ':' or 'T')));

    private static decimal? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDecimal();

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
