using System.Globalization;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>
/// Reads the load records of a reply, identifier taken off and follow-up parts put together: A0 A0 LEN time classes CS E5, one after the
/// other (dossier §7). Damaged records (E0 E0), and those with a wrong inner checksum or end, give no values: one maker never fills
/// them in, and then nothing shows that the record was stored and put together whole. Classes that were not recorded are empty between
/// their AA. Never throws on bytes.
/// </summary>
public static class LoadRecords
{
    private const byte Good = 0xA0, Damaged = 0xE0, Separator = 0xAA, End = 0xE5;
    private const int Head = 3;
    private const int Tail = 2;

    private static readonly DictionaryField[][] Classes =
    [
        [.. Phases("voltage", "电压", "XXX.X", "V", "32", "52", "72"), .. Phases("current", "电流", "±XXX.XXX", "A", "31", "51", "71"), Field("grid frequency", "电网频率", "XX.XX", "Hz", "1-0:14.7.0")],
        [.. Totals("active power", "有功功率", "±XX.XXXX", "kW", "16", "36", "56", "76"), .. Totals("reactive power", "无功功率", "±XX.XXXX", "kvar", "131", "151", "171", "191")],
        [.. Totals("power factor", "功率因数", "±X.XXX", "", "13", "33", "53", "73")],
        [
            Field("forward active energy", "正向有功总电能", "XXXXXX.XX", "kWh", "1-0:1.8.0"), Field("reverse active energy", "反向有功总电能", "XXXXXX.XX", "kWh", "1-0:2.8.0"),
            Field("combined reactive 1 energy", "组合无功1总电能", "±XXXXXX.XX", "kvarh", "1-0:3.8.0"), Field("combined reactive 2 energy", "组合无功2总电能", "±XXXXXX.XX", "kvarh", "1-0:4.8.0"),
        ],
        [.. Enumerable.Range(1, 4).Select(n => Field($"reactive quadrant {n} energy", $"第{n}象限无功总电能", "XXXXXX.XX", "kvarh", $"1-0:{n + 4}.8.0"))],
        [Field("present active demand", "当前有功需量", "±XX.XXXX", "kW", "1-0:1.4.0"), Field("present reactive demand", "当前无功需量", "±XX.XXXX", "kvar", "1-0:3.4.0")],
    ];

    private static readonly DictionaryField Time = Field("load record", "负荷记录", "YYMMDDhhmm", "", "0-0:1.0.0");

    /// <summary>True for the identifiers of load records: 06xxxxxx.</summary>
    public static bool Has(DataId id) => id.Value >> 24 == 0x06;

    /// <summary>
    /// The values of all records in <paramref name="data"/>, each record begun by its time. Empty when the meter has no record in the range.
    /// </summary>
    /// <param name="id">The identifier asked: its second byte names the class, for meters that leave out the AA of the classes before it.</param>
    /// <param name="data">Plain, without the identifier.</param>
    public static IReadOnlyList<FieldValue> Read(DataId id, ReadOnlySpan<byte> data)
    {
        List<FieldValue> values = [];
        while (!data.IsEmpty)
        {
            var length = LengthOf(data);
            if (length == 0)
            {
                var next = NextRecord(data);
                values.Add(Raw(data[..next], $"{next} bytes that belong to no record"));
                data = data[next..];
                continue;
            }

            ReadRecord((int)((id.Value >> 16) & 0xFF), data[..length], values);
            data = data[length..];
        }

        return values;
    }

    /// <summary>Bytes of the record at the front; 0 when none begins there. LEN counts from the time to the last AA.</summary>
    private static int LengthOf(ReadOnlySpan<byte> data)
    {
        if (data.Length < Head + Dlt645Clock.MinuteLength + Tail || data[0] is not (Good or Damaged) || data[1] != data[0]) return 0;
        var length = Head + data[2] + Tail;
        return data[2] >= Dlt645Clock.MinuteLength && length <= data.Length ? length : 0;
    }

    private static int NextRecord(ReadOnlySpan<byte> data)
    {
        for (var at = 1; at < data.Length; at++)
            if (LengthOf(data[at..]) > 0) return at;
        return data.Length;
    }

    private static void ReadRecord(int only, ReadOnlySpan<byte> record, List<FieldValue> values)
    {
        var time = FieldReader.Read(Time, record.Slice(Head, Dlt645Clock.MinuteLength));
        if (Fault(record) is { } fault)
        {
            values.Add(time with { Value = null, Note = fault });
            return;
        }

        values.Add(time);
        var body = record[(Head + Dlt645Clock.MinuteLength)..^Tail];
        var before = values.Count;
        if ((only is >= 1 and <= 6 && TryOnly(only, body, values)) || TryAll(body, values)) return;
        values.RemoveRange(before, values.Count - before);
        values.Add(Raw(body, $"{body.Length} bytes do not divide into the six classes"));
    }

    /// <summary>Each class whole or empty, an AA behind it; the AAs at the end may be missing.</summary>
    private static bool TryAll(ReadOnlySpan<byte> body, List<FieldValue> values)
    {
        foreach (var fields in Classes)
        {
            if (body.IsEmpty) return true;
            if (body[0] != Separator && !TryTake(fields, ref body, values)) return false;
            if (body.IsEmpty) return true;
            if (body[0] != Separator) return false;
            body = body[1..];
        }

        return body.IsEmpty;
    }

    /// <summary>One class, with or without the AAs of the others.</summary>
    private static bool TryOnly(int only, ReadOnlySpan<byte> body, List<FieldValue> values)
    {
        var bare = body.TrimStart(Separator).TrimEnd(Separator);
        if (body.Length - bare.Length > Classes.Length) return false;
        return bare.IsEmpty || (TryTake(Classes[only - 1], ref bare, values) && bare.IsEmpty);
    }

    private static bool TryTake(DictionaryField[] fields, ref ReadOnlySpan<byte> body, List<FieldValue> values)
    {
        if (body.Length < fields.Sum(field => field.Width)) return false;
        foreach (var field in fields)
        {
            values.Add(FieldReader.Read(field, body[..field.Width]));
            body = body[field.Width..];
        }

        return true;
    }

    /// <summary>Why nothing in the record counts; null when it is whole.</summary>
    private static string? Fault(ReadOnlySpan<byte> record)
    {
        if (record[0] == Damaged) return "damaged record (E0): the meter says so itself";
        var sum = FrameEdge.Sum(record[..^Tail]);
        if (sum != record[^2]) return string.Create(CultureInfo.InvariantCulture, $"record refused: its checksum is {record[^2]:X2}, its bytes give {sum:X2}");
        return record[^1] == End ? null : string.Create(CultureInfo.InvariantCulture, $"record refused: it ends with {record[^1]:X2}, not E5");
    }

    private static FieldValue Raw(ReadOnlySpan<byte> data, string note) =>
        new(new("raw data", "原始数据", new(FieldType.Hex, data.Length, 0, "")), Convert.ToHexString(data), note);

    private static DictionaryField Field(string name, string nameZh, string format, string unit, string? obis) => new(name, nameZh, FieldFormat.Parse(format), unit, obis);

    private static IEnumerable<DictionaryField> Phases(string name, string nameZh, string format, string unit, params string[] codes) =>
        codes.Select((code, i) => Field($"phase {"ABC"[i]} {name}", $"{"ABC"[i]}相{nameZh}", format, unit, $"1-0:{code}.7.0"));

    private static IEnumerable<DictionaryField> Totals(string name, string nameZh, string format, string unit, params string[] codes) =>
        codes.Select((code, i) => Field(i == 0 ? $"total {name}" : $"phase {"ABC"[i - 1]} {name}", i == 0 ? $"总{nameZh}" : $"{"ABC"[i - 1]}相{nameZh}", format, unit, $"1-0:{code}.7.0"));
}
