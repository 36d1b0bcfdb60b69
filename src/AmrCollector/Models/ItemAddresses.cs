using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models.Files;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models;

/// <summary>
/// What a person types for an item (design.md §7): an OBIS code of the model, a DL/T 645 identifier (00010000, 9010), or a
/// register (holding:200:u16, input:0:f32, holding:64:u32/CDAB, holding:80:textx8).
/// </summary>
public static class ItemAddresses
{
    private const int FirstMakersCode = 128;

    /// <summary>
    /// The questions that read all of <paramref name="texts"/>; each text that names nothing adds a sentence to <paramref name="faults"/>.
    /// </summary>
    /// <param name="texts">As typed.</param>
    /// <param name="protocol">What the meter speaks.</param>
    /// <param name="model">Its model, null when only the protocol is known.</param>
    /// <param name="dictionary">The protocol's own dictionary: the question for an identifier no model names, null when it knows none.</param>
    /// <param name="faults">What is wrong.</param>
    public static IReadOnlyList<Question> Resolve(
        IEnumerable<string> texts, MeterProtocol protocol, MeterModel? model, Func<string, Question?> dictionary, ICollection<string> faults)
    {
        List<Item> items = [];
        List<Question> questions = [];
        foreach (var text in texts)
        {
            if (ItemOf(text, protocol, model) is { } item) items.Add(item);
            else if (QuestionOf(text, protocol, model, dictionary) is { } question) questions.Add(question);
            else faults.Add(Why(text, protocol, model));
        }

        IEnumerable<Question> planned = model is null ? ReadPlan.For(items) : ReadPlan.For(model, items);
        return [.. planned.Concat(questions).Distinct(SameBytes.Instance)];
    }

    /// <summary>A register such as "holding:64:u32/CDAB" as an item of its own; false on anything else.</summary>
    public static bool TryParseRegister(string text, out Item? item)
    {
        item = null;
        var parts = text.Split(':');
        if (parts.Length != 3 || !ModbusSection.TryTable(parts[0], out var table)) return false;
        var (name, order) = parts[2].Split('/') switch { [var only] => (only, "ABCD"), [var type, var order2] => (type, order2), _ => ("", "") };
        if (!ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var address)
            || !TryWidth(name, out var registerType, out var width) || !WordOrders.TryParse(order, out var wordOrder)
            || !wordOrder.Fits(width) || address + width > ushort.MaxValue + 1)
            return false;
        item = new()
        {
            // A code from the range left to makers, one a register and type, so that values of one reading keep apart.
            Obis = new(0, (byte)table, (byte)(FirstMakersCode + (int)registerType), (byte)(address >> 8), (byte)address, 255),
            Name = text,
            Unit = Unit.None,
            Decimals = registerType switch { ModbusType.F32 => 3, ModbusType.F64 => 6, _ => 0 },
            Kind = ItemKind.State,
            IsRegister = false,
            Layout = new Layout.Modbus(table, address, registerType, wordOrder, 1, null) { Width = width },
        };
        return true;
    }

    /// <summary>"u32", or with a width "bcdx2", "textx16", "mod10x3".</summary>
    private static bool TryWidth(string name, out ModbusType type, out int width)
    {
        width = 0;
        var cross = name.LastIndexOf('x');
        if (ModbusSection.TryType(name, out type)) width = type.Registers();
        else if (cross <= 0 || !ModbusSection.TryType(name[..cross], out type)
            || !int.TryParse(name.AsSpan(cross + 1), NumberStyles.None, CultureInfo.InvariantCulture, out width))
            return false;
        var (least, most) = type.Widths();
        return width >= least && width <= most;
    }

    private static Item? ItemOf(string text, MeterProtocol protocol, MeterModel? model)
    {
        if (protocol == MeterProtocol.Modbus && TryParseRegister(text, out var register)) return register;
        return model is not null && ObisCode.TryParse(text, out var obis) && model.Items.TryGetValue(obis, out var item) ? item : null;
    }

    private static Question? QuestionOf(string text, MeterProtocol protocol, MeterModel? model, Func<string, Question?> dictionary)
    {
        if (protocol == MeterProtocol.Modbus) return null;
        if (model is null || !DataId.TryParse(protocol == MeterProtocol.Dlt645V1997 ? "0000" + text : text, out var id)) return dictionary(text.ToUpperInvariant());
        var item = model.Items.Values.FirstOrDefault(item => item.Layout is Layout.Dlt645 layout && layout.Id == id);
        return model.Blocks.FirstOrDefault(block => block.Id == id)
            ?? (item is null ? dictionary(text.ToUpperInvariant()) : new Question.Dlt645(id) { Items = [item], Edition = ((Layout.Dlt645)item.Layout).Edition });
    }

    private static string Why(string text, MeterProtocol protocol, MeterModel? model)
    {
        if (ObisCode.TryParse(text, out var obis))
            return model is null ? $"{obis} needs a model: an OBIS code is looked up there" : $"{model.Name} has no item {obis}; amr model show {model.Name} lists them";
        return protocol == MeterProtocol.Modbus
            ? $"\"{text}\" is no OBIS code and no register such as holding:200:u16, input:0:f32 or holding:64:u32/CDAB"
            : $"\"{text}\" is no OBIS code and no identifier the dictionary knows, such as 00010000";
    }

    /// <summary>Two questions are one when they put the same bytes on the wire.</summary>
    private sealed class SameBytes : IEqualityComparer<Question>
    {
        internal static SameBytes Instance { get; } = new();

        public bool Equals(Question? x, Question? y) => x is not null && y is not null && Key(x).Equals(Key(y));

        public int GetHashCode(Question obj) => Key(obj).GetHashCode();

        private static object Key(Question question) => question switch
        {
            Question.Dlt645 dlt645 => dlt645.Id,
            Question.Modbus modbus => (modbus.Table, modbus.Start, modbus.Count),
            _ => question,
        };
    }
}
