using AmrCollector.Lines;
using AmrCollector.Polling.Turns;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>Reads a raw turn out of a body.</summary>
internal static class TurnRequest
{
    private const int LongestWindow = 60_000;

    /// <summary>The turn, or null and a sentence about what is wrong with the body.</summary>
    public static (RawTurn? Turn, string Why) Read(ExchangeBody body)
    {
        if (Bytes(body.Request ?? "") is not { Length: > 0 and <= RawTurn.MostRequest } request)
            return (null, $"'request' is 1 to {RawTurn.MostRequest} bytes in hex, such as \"68 AA AA AA AA AA AA 68 11 04 33 33 34 33 AE 16\".");
        if (body.Window is not (>= 0 and <= LongestWindow) || body.Window is not { } window)
            return (null, $"'window' says how long to listen, 0 to {LongestWindow} milliseconds.");
        if (body.Listen is not (null or "reply" or "window")) return (null, "'listen' is \"reply\" or \"window\".");
        if (Settings(body, out var why) is var settings && why.Length > 0) return (null, why);
        return (new(request, TimeSpan.FromTicks((long)(window * TimeSpan.TicksPerMillisecond)), body.Listen != "window", settings), "");
    }

    private static LineSettings? Settings(ExchangeBody body, out string why)
    {
        why = "";
        if (body.Baud is null && body.Format is null) return null;
        var probe = $"serial:COM1?baud={body.Baud ?? 2400}&format={Uri.EscapeDataString(body.Format ?? "8E1")}";
        if (LineUri.TryParse(probe, out var uri, out _)) return new(body.Baud, body.Format is null ? null : uri.Format);
        why = "'baud' and 'format' are such as 9600 and \"8N1\".";
        return null;
    }

    private static byte[]? Bytes(string hex)
    {
        var digits = hex.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length <= 2 * RawTurn.MostRequest && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }
}
