using System.Globalization;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>
/// Reply bytes to values: pure and exact. Bytes that are no number become a fault, never a guess, and nothing in a reply throws.
/// </summary>
public static class ValueReader
{
    private const byte Filler = 0xAA;
    private const int FreezeTimeWidth = 5;

    /// <summary>
    /// The values of a DL/T 645 reply, in reply order. A block that is shorter than asked yields what is there: fewer tariffs
    /// (dossier §5.1); one that is longer by whole items yields the items the question names. Filler bytes AA behind or between
    /// the items are taken off (dossier §16). A length that fits no item's end, or that the same items in another width would
    /// fit too (two phases of 3 bytes, or three of 2), makes every item faulty.
    /// </summary>
    /// <param name="question">What was asked.</param>
    /// <param name="plainDataAfterDi">The data without the 33H offset and without the identifier.</param>
    public static IReadOnlyList<DecodedValue> Read(Question.Dlt645 question, ReadOnlySpan<byte> plainDataAfterDi)
    {
        var items = question.Items;
        if (items.Count == 0) return [];
        if (plainDataAfterDi.IsEmpty) return AllFaulty(items, "reply without data");
        if (ItemsIn(items, plainDataAfterDi.Length) is var whole and > 0) return ReadRun(items, whole, plainDataAfterDi, step: 0);
        if (ItemsBetweenFillers(items, plainDataAfterDi) is var spaced and > 0) return ReadRun(items, spaced, plainDataAfterDi, step: 1);

        var data = plainDataAfterDi;
        while (!data.IsEmpty && data[^1] == Filler) data = data[..^1];
        return ItemsIn(items, data.Length) is var bare and > 0
            ? ReadRun(items, bare, data, step: 0)
            : AllFaulty(items, Misfit(plainDataAfterDi.Length));
    }

    /// <summary>
    /// The values of a Modbus reply: bytes, then order, then type, then scale, then the factors the meter tells. A length other than
    /// asked makes every item faulty.
    /// </summary>
    /// <param name="question">What was asked.</param>
    /// <param name="registerBytes">The data bytes of the reply: two a register, or one for eight bits.</param>
    /// <param name="ratios">Ratios of earlier replies: used for values whose ratio is not in this one, and brought up to date.</param>
    public static IReadOnlyList<DecodedValue> Read(Question.Modbus question, ReadOnlySpan<byte> registerBytes, RatioMemory? ratios = null)
    {
        if (registerBytes.Length != question.Table.DataLength(question.Count)) return AllFaulty(question.Items, Misfit(registerBytes.Length));
        RegisterReply reply = new(question, registerBytes, ratios);
        var values = new DecodedValue[question.Items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ModbusValue.Read(question.Items[i], reply);
            ratios?.Take(values[i]);
        }

        return values;
    }

    /// <summary>
    /// The values of a CJ/T 188 reply. A length other than the model's makes every item faulty.
    /// </summary>
    /// <param name="question">What was asked.</param>
    /// <param name="dataAfterSequence">The data behind identifier and sequence byte.</param>
    public static IReadOnlyList<DecodedValue> Read(Question.Cjt188 question, ReadOnlySpan<byte> dataAfterSequence)
    {
        if (dataAfterSequence.Length != question.ReplyWidth) return AllFaulty(question.Items, Misfit(dataAfterSequence.Length));
        var values = new DecodedValue[question.Items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var layout = (Layout.Cjt188)question.Items[i].Layout;
            values[i] = Cjt188Value.Read(question.Items[i], layout.Type, dataAfterSequence.Slice(layout.Offset, layout.Width));
        }

        return values;
    }

    /// <summary>
    /// The date of a freeze, YYMMDDhhmm with the minute first; fillers behind it are ignored. False when there is none: all 00 or
    /// FF, no calendar date, or another length.
    /// </summary>
    public static bool TryReadFreezeTime(ReadOnlySpan<byte> plainData, out DateTime clockTime)
    {
        while (plainData.Length > FreezeTimeWidth && plainData[^1] == Filler) plainData = plainData[..^1];
        return ClockTimes.TryRead(plainData, out clockTime) && plainData.Length == FreezeTimeWidth;
    }

    /// <summary>How many of the items a run of <paramref name="length"/> bytes holds; 0 when it ends at none.</summary>
    private static int ItemsIn(IReadOnlyList<Item> items, int length)
    {
        var width = Width(items[0]);
        var uniform = items.Count > 1 && AreAll(items, width);
        if (uniform && length != width * items.Count && length % items.Count == 0 && length / items.Count > 1 && MayDifferInWidth(items[0])) return 0;

        var end = 0;
        for (var i = 0; i < items.Count; i++)
        {
            end += Width(items[i]);
            if (end == length) return i + 1;
        }

        return uniform && length > end && length % width == 0 ? items.Count : 0;
    }

    /// <summary>Status words always have two bytes, and 14, 16 or 28 of them are seen (dossier §12.1); numbers vary with the maker.</summary>
    private static bool MayDifferInWidth(Item item) => ((Layout.Dlt645)item.Layout).Type != Dlt645Type.Bits;

    /// <summary>How many items stand in <paramref name="data"/> with one filler behind each (the last may go without).</summary>
    private static int ItemsBetweenFillers(IReadOnlyList<Item> items, ReadOnlySpan<byte> data)
    {
        var end = 0;
        for (var i = 0; i < items.Count; i++)
        {
            end += Width(items[i]);
            if (end == data.Length) return i > 0 ? i + 1 : 0;
            if (end > data.Length || data[end] != Filler) return 0;
            end++;
            if (end == data.Length) return i + 1;
        }

        return 0;
    }

    private static DecodedValue[] ReadRun(IReadOnlyList<Item> items, int count, ReadOnlySpan<byte> data, int step)
    {
        var values = new DecodedValue[count];
        for (var (i, at) = (0, 0); i < count; i++)
        {
            var width = Width(items[i]);
            values[i] = Dlt645Value.Read(items[i], data.Slice(at, width));
            at += width + step;
        }

        return values;
    }

    private static bool AreAll(IReadOnlyList<Item> items, int width)
    {
        for (var i = 0; i < items.Count; i++)
            if (Width(items[i]) != width) return false;
        return true;
    }

    private static int Width(Item item) => ((Layout.Dlt645)item.Layout).Width;

    private static DecodedValue[] AllFaulty(IReadOnlyList<Item> items, string fault) =>
        [.. items.Select(item => DecodedValue.Faulty(item, fault))];

    private static string Misfit(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"a reply of {length} data bytes fits no item of the question");
}
