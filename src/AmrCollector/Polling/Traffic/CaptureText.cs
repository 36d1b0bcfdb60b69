using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Polling.Traffic;

/// <summary>
/// Captures as text: a first line <c>{"amrCapture":1,"line":…,"began":…}</c>, then one JSON line a piece. Written the same on every machine. Pure.
/// </summary>
public static class CaptureText
{
    private const int MostBytes = 65_536;
    private const string Sent = "sent";
    private const string Heard = "heard";

    /// <summary>The first line.</summary>
    public static string Head(string line, DateTimeOffset began) =>
        JsonSerializer.Serialize(new { amrCapture = 1, line, began = Written(began) });

    /// <summary>The line of one piece.</summary>
    public static string Line(TrafficPiece piece) => JsonSerializer.Serialize(new
    {
        at = Written(piece.At),
        ns = piece.Nanoseconds,
        dir = piece.IsSent ? Sent : Heard,
        bytes = Convert.ToHexString(piece.Bytes.Span),
    });

    /// <summary>True when <paramref name="text"/> begins a capture of a form that is known.</summary>
    public static bool IsHead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("amrCapture", out var form) && form.ValueKind == JsonValueKind.Number && form.TryGetInt32(out var number) && number == 1;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads the line of one piece. False with a null <paramref name="why"/> for a line that holds none, such as a count of dropped pieces;
    /// false with a sentence when it makes no sense.
    /// </summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out TrafficPiece? piece, out string? why)
    {
        (piece, why) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            if (line.ValueKind == JsonValueKind.Object && !line.TryGetProperty("bytes", out _)) return false;
            var bytes = Convert.FromHexString(line.GetProperty("bytes").GetString() ?? "");
            var way = line.GetProperty("dir").GetString();
            var at = DateTimeOffset.Parse(line.GetProperty("at").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
            if (way is Sent or Heard && bytes.Length <= MostBytes) piece = new(at, line.GetProperty("ns").GetInt64(), way == Sent, bytes);
            else why = $"\"dir\" is {Sent} or {Heard}, and a piece has at most {MostBytes} bytes";
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            why = "no line of a capture: {\"at\":…,\"ns\":…,\"dir\":\"sent\" or \"heard\",\"bytes\":hex}";
        }

        return piece is not null;
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
