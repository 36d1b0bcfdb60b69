using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AmrCollector.Lines;

/// <summary>How a gateway wraps the bytes of a bus into MQTT payloads: <c>hex</c>, <c>base64</c>, <c>raw</c>, or hex in a field of a JSON object.</summary>
public sealed class TunnelPayload
{
    private const int MostBytes = 4096;
    private const int MostPayload = 64 * 1024;
    private const string JsonPrefix = "json:";

    private readonly string _form;
    private readonly string? _field;
    private readonly string? _correlation;

    private TunnelPayload(string form, string? field, string? correlation) => (_form, _field, _correlation) = (form, field, correlation);

    /// <summary>
    /// The form written so; null when there is none. <paramref name="correlation"/> names the JSON field in which the gateway
    /// returns a request's number, null where it does not.
    /// </summary>
    public static TunnelPayload? Of(string form, string? correlation)
    {
        ArgumentNullException.ThrowIfNull(form);
        var field = form.StartsWith(JsonPrefix, StringComparison.Ordinal) ? form[JsonPrefix.Length..] : null;
        if (field is null) return form is "hex" or "base64" or "raw" && correlation is null ? new(form, null, null) : null;
        return IsField(field) && (correlation is null || (IsField(correlation) && correlation != field)) ? new("json", field, correlation) : null;
    }

    /// <summary>What is published for a request of <paramref name="bytes"/> with this <paramref name="number"/>.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> bytes, long number)
    {
        switch (_form)
        {
            case "raw":
                return bytes.ToArray();
            case "base64":
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
            case "hex":
                return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
            default:
                using (MemoryStream text = new())
                {
                    using Utf8JsonWriter json = new(text);
                    json.WriteStartObject();
                    json.WriteString(_field!, Convert.ToHexString(bytes));
                    if (_correlation is not null) json.WriteString(_correlation, number.ToString(CultureInfo.InvariantCulture));
                    json.WriteEndObject();
                    json.Flush();
                    return text.ToArray();
                }
        }
    }

    /// <summary>
    /// The bytes in a payload, at most 4096; null when it is not of this form, or answers another request than
    /// <paramref name="number"/> (null on the gateway's side, where every number is new). Never throws.
    /// </summary>
    public byte[]? Unwrap(ReadOnlyMemory<byte> payload, long? number) => Unwrap(payload, number, out _);

    /// <summary>The same, with the number the payload carries: what a gateway returns in its answer.</summary>
    public byte[]? Unwrap(ReadOnlyMemory<byte> payload, long? number, out long carried)
    {
        carried = 0;
        if (payload.Length > MostPayload) return null;
        var bytes = _form switch
        {
            "raw" => payload.ToArray(),
            "base64" => OfBase64(payload.Span),
            "hex" => OfHex(Encoding.Latin1.GetString(payload.Span)),
            _ => OfJson(payload, number, out carried),
        };
        return bytes is { Length: > 0 and <= MostBytes } ? bytes : null;
    }

    private static bool IsField(string name) => name.Length is > 0 and <= 64;

    private static byte[]? OfBase64(ReadOnlySpan<byte> text)
    {
        var into = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(Encoding.Latin1.GetString(text), into, out var length) ? into[..length] : null;
    }

    private static byte[]? OfHex(string text)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var into = new byte[digits.Length / 2];
        return digits.Length % 2 == 0 && Convert.FromHexString(digits, into, out _, out _) == System.Buffers.OperationStatus.Done ? into : null;
    }

    private byte[]? OfJson(ReadOnlyMemory<byte> payload, long? number, out long carried)
    {
        carried = 0;
        try
        {
            using var document = JsonDocument.Parse(payload, new() { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(_field!, out var field) || field.ValueKind != JsonValueKind.String) return null;
            var isOurs = _correlation is null || (Number(root, out carried) && (number is null || carried == number));
            return isOurs ? OfHex(field.GetString()!) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or text that is no text
        }
    }

    private bool Number(JsonElement root, out long number)
    {
        number = 0;
        if (!root.TryGetProperty(_correlation!, out var value)) return false;
        return value.ValueKind switch
        {
            JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number),
            JsonValueKind.Number => value.TryGetInt64(out number),
            _ => false,
        };
    }
}
