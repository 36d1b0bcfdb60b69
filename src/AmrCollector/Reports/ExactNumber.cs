using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Reports;

/// <summary>Numbers of JSON without a double in between: what is written is what is kept, to the last digit.</summary>
internal static class ExactNumber
{
    // A unit's factor takes up to three more decimals, and decimal has 28.
    private const int MostDigits = 24;
    private const decimal Largest = 1_000_000_000_000_000m;

    /// <summary>The number in a JSON number, or in a text that is one; null and why when it cannot be kept exactly or is no register.</summary>
    public static decimal? Of(JsonElement value, out string why)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        if (text.Length is 0 or > 64 || !IsNumber(text, out var digits, out var decimals)) why = "is no number";
        else if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) >= Largest) why = "is a number no register shows";
        else if (digits > MostDigits || decimals > MostDigits) why = "has more digits than can be kept exactly";
        else
        {
            why = "";
            return number;
        }

        return null;
    }

    /// <summary>The form of a JSON number: its digits without leading zeros, and how many decimals it needs once its exponent is spent.</summary>
    private static bool IsNumber(string text, out int digits, out long decimals)
    {
        (digits, decimals) = (0, 0);
        var at = text[0] is '-' or '+' ? 1 : 0;
        var (any, inFraction) = (false, false);
        for (; at < text.Length && text[at] is (>= '0' and <= '9') or '.'; at++)
        {
            if (text[at] == '.')
            {
                if (inFraction) return false;
                inFraction = true;
                continue;
            }

            any = true;
            if (digits > 0 || text[at] != '0') digits++;
            if (inFraction) decimals++;
        }

        if (at == text.Length) return any;
        if (!any || text[at] is not ('e' or 'E') || !int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) return false;
        decimals -= exponent;
        return true;
    }
}
