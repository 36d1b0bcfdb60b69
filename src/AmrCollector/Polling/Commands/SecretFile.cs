using System.Globalization;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>
/// The text of a file that holds what signs a command: <c>password=04 123456</c> (level and six digits) and, for 2007,
/// <c>operator=00000000</c>. Blank lines and lines that begin with # are passed over. No fault repeats what stands in the file.
/// </summary>
public static class SecretFile
{
    /// <summary>False with a sentence when the text is not such a file; an operator left out is 0.</summary>
    public static bool TryParse(string text, out Dlt645Authority authority, out string why)
    {
        (authority, why) = (default, "");
        var isSigned = false;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            var (key, value) = line.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : ("", "");
            switch (key)
            {
                case "password" when TryPassword(value, out var level, out var password):
                    authority = authority with { Level = level, Password = password };
                    isSigned = true;
                    break;
                case "operator" when TryHex(value, 8, out var code):
                    authority = authority with { Operator = code };
                    break;
                default:
                    why = "a line of the secret file is neither password=LL PPPPPP (level, six digits) nor operator=CCCCCCCC (eight digits)";
                    return false;
            }
        }

        if (!isSigned) why = "the secret file has no line password=LL PPPPPP (level, six digits)";
        return isSigned;
    }

    private static bool TryPassword(string value, out byte level, out uint password)
    {
        (level, password) = (0, 0);
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !TryHex(parts[0], 2, out var first) || !TryHex(parts[1], 6, out password)) return false;
        level = (byte)first;
        return true;
    }

    private static bool TryHex(string value, int digits, out uint number)
    {
        number = 0;
        return value.Length == digits && value.All(char.IsAsciiDigit)
            && uint.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
