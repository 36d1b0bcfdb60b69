namespace AmrCollector.Cli.Frame;

/// <summary>Bytes as people paste them: blanks, tabs, colons, commas and dashes between pairs, 0x in front.</summary>
public static class HexText
{
    /// <summary>False on an odd number of digits or anything that is no digit.</summary>
    public static bool TryParse(string text, out byte[] bytes)
    {
        bytes = [];
        var words = text.Split([' ', '\t', '\r', '\n', ':', ',', '-'], StringSplitOptions.RemoveEmptyEntries);
        var digits = string.Concat(words.Select(word => word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? word[2..] : word));
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) return false;
        bytes = Convert.FromHexString(digits);
        return true;
    }
}
