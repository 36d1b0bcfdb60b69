using System.Globalization;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>Decodes one DL/T 645 frame of either edition.</summary>
internal static class Dlt645Decoder
{
    private const int Header = 10;

    internal static bool LooksLike(ReadOnlySpan<byte> front) => front.Length > 7 && front[0] == 0x68 && front[7] == 0x68;

    internal static DecodedFrame Decode(ReadOnlySpan<byte> bytes, Dlt645Edition? edition)
    {
        var (at, noise) = FrameEdge.Of(bytes);
        if (at < 0) return DecodedFrame.Refused(edition is { } asked ? NameOf(asked) : null, "no start byte 68", noise);
        var rest = bytes[at..];
        if (Fault(rest) is { } fault) return DecodedFrame.Refused(Claimed(rest, edition), fault + Behind(bytes, at), noise);

        var length = Dlt645Frame.Overhead + rest[Header - 1];
        return Dlt645Frame.TryParse(rest[..length], out var frame)
            ? Describe(frame, edition ?? Dlt645Detection.EditionOf(frame)) with { Noise = noise + rest.Length - length }
            : DecodedFrame.Refused(Claimed(rest, edition), "no DL/T 645 frame", noise);
    }

    private static string? Fault(ReadOnlySpan<byte> rest) => rest.Length > 7 && rest[7] != 0x68
        ? $"no second 68 seven bytes behind the first, but {rest[7]:X2}"
        : FrameEdge.Fault(rest, Header);

    // A technician wants to know that only the front is broken; booking such bytes is the poller's decision, not ours.
    private static string Behind(ReadOnlySpan<byte> bytes, int at)
    {
        for (var next = at + 1; next <= bytes.Length - Dlt645Frame.Overhead; next++)
            if (Dlt645Frame.Scan(bytes[next..]).Verdict == ScanVerdict.Frame) return $"; a good frame begins at offset {next}";
        return "";
    }

    private static string? Claimed(ReadOnlySpan<byte> rest, Dlt645Edition? edition)
    {
        if (edition is { } asked) return NameOf(asked);
        return LooksLike(rest) && rest.Length >= Header ? NameOf(Dlt645Detection.EditionOf(rest[8], rest[9])) : null;
    }

    private static string NameOf(Dlt645Edition edition) => edition == Dlt645Edition.V1997 ? FrameProtocol.Dlt645V1997 : FrameProtocol.Dlt645V2007;

    private static DecodedFrame Describe(Dlt645Frame frame, Dlt645Edition edition)
    {
        Span<byte> buffer = stackalloc byte[Dlt645Frame.MaxData];
        ReadOnlySpan<byte> plain = buffer[..frame.CopyData(buffer)];
        var described = new DecodedFrame
        {
            Valid = true,
            Protocol = NameOf(edition),
            IsReply = frame.IsReply,
            Address = frame.Address.ToString(),
            Control = frame.Control.ToString("X2", CultureInfo.InvariantCulture),
            Action = ControlCode.English(frame.Control, edition),
            ActionZh = ControlCode.Chinese(frame.Control, edition),
            More = frame.IsReply && frame.HasMore,
        };
        if (frame.IsReply && frame.Function == Dlt645Function.Control && plain.Length == 2) return Result(described, plain);
        return frame.IsReply && frame.IsRefusal ? Refusal(described, plain, frame.Function, edition) : WithData(described, plain, frame, edition);
    }

    /// <summary>The result word of a control, in a normal reply or a refusal (dossier §14.4).</summary>
    private static DecodedFrame Result(DecodedFrame described, ReadOnlySpan<byte> plain)
    {
        var word = (ushort)(plain[0] | (plain[1] << 8));
        return described with
        {
            Error = word.ToString("X4", CultureInfo.InvariantCulture),
            ErrorText = Dlt645Error.ControlEnglish(word),
            ErrorTextZh = Dlt645Error.ControlChinese(word),
        };
    }

    private static DecodedFrame Refusal(DecodedFrame described, ReadOnlySpan<byte> plain, byte function, Dlt645Edition edition)
    {
        if (plain.Length == 1)
            return described with { Error = Convert.ToHexString(plain), ErrorText = Dlt645Error.English(plain[0], edition), ErrorTextZh = Dlt645Error.Chinese(plain[0], edition) };
        if (plain.Length == 2 && edition == Dlt645Edition.V2007 && function == Dlt645Function.Security)
        {
            var word = (ushort)(plain[0] | (plain[1] << 8));
            return described with { Error = word.ToString("X4", CultureInfo.InvariantCulture), ErrorText = Dlt645Error.SecurityEnglish(word), ErrorTextZh = Dlt645Error.SecurityChinese(word) };
        }

        var raw = Convert.ToHexString(plain);
        return described with
        {
            Error = raw,
            ErrorText = "an error of the maker's own",
            ErrorTextZh = "厂家自定义错误",
            Values = plain.IsEmpty ? [] : [new(new("error data", "错误数据", new(FieldType.Hex, plain.Length, 0, "")), raw)],
        };
    }

    /// <summary>Data whose layout hangs on the identifier and not on fields: security frames and load records; null for all others.</summary>
    private static IReadOnlyList<FieldValue>? Whole(Dlt645Frame frame, DataId id, ReadOnlySpan<byte> plain) => frame.Function switch
    {
        Dlt645Function.Security => frame.IsReply ? SecurityContent.Reply(id.Value, plain) : SecurityContent.Request(id.Value, plain),
        // A part of a longer reply does not end at a record.
        Dlt645Function.Read when frame.IsReply && LoadRecords.Has(id) => LoadRecords.Read(id, plain),
        _ => null,
    };

    private static DecodedFrame WithData(DecodedFrame described, ReadOnlySpan<byte> plain, Dlt645Frame frame, Dlt645Edition edition)
    {
        var idLength = Dlt645Detection.IdLength(frame, edition);
        DictionaryEntry? entry = null;
        DataId id = default;
        if (idLength > 0 && plain.Length >= idLength)
        {
            id = new(idLength == 4 ? DataId.FromWire(plain).Value : (uint)(plain[0] | (plain[1] << 8)));
            entry = DataDictionary.Of(edition).Find(id);
            described = described with
            {
                DataId = id.Value.ToString(idLength == 4 ? "X8" : "X4", CultureInfo.InvariantCulture),
                Item = entry?.Name ?? "",
                ItemZh = entry?.NameZh ?? "",
            };
            plain = plain[idLength..];
        }

        if (edition == Dlt645Edition.V2007 && described.DataId is not null && Whole(frame, id, plain) is { } values) return described with { Values = values };
        return described with { Values = Dlt645Content.Read(frame.Control, edition, entry, plain, hasId: described.DataId is not null) };
    }
}
