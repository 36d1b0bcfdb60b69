using System.Globalization;
using AmrCollector.Models;

namespace AmrCollector.Service.Configuration;

/// <summary>The address of a meter on its line, in the form the protocol knows.</summary>
internal static class MeterAddress
{
    /// <summary>DL/T 645 has 12 digits, CJ/T 188 has 14, of which spreadsheets eat leading zeros; a Modbus unit is 1 to 247.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="protocol">What the model speaks.</param>
    /// <param name="address">The full form.</param>
    /// <param name="why">A sentence when it is none.</param>
    public static bool TryRead(string text, MeterProtocol protocol, out string address, out string why)
    {
        (address, why) = (text, "");
        var digits = text.Length > 0 && text.All(char.IsAsciiDigit);
        if (protocol == MeterProtocol.Modbus)
        {
            if (digits && text.Length <= 3 && int.Parse(text, CultureInfo.InvariantCulture) is >= 1 and <= 247 and var unit)
            {
                address = unit.ToString(CultureInfo.InvariantCulture);
                return true;
            }

            why = $"'address' of a Modbus meter is a unit from 1 to 247, not '{text}'";
            return false;
        }

        if (protocol == MeterProtocol.Cjt188)
        {
            if (digits && text.Length <= 14)
            {
                address = text.PadLeft(14, '0');
                return true;
            }

            why = $"'address' of a CJ/T 188 meter has 14 digits, not '{text}'";
            return false;
        }

        if (digits && text.Length <= 12)
        {
            address = text.PadLeft(12, '0');
            return true;
        }

        why = text.Contains('E', StringComparison.OrdinalIgnoreCase)
            ? $"'address' was rounded by a spreadsheet to '{text}': format the column as text and enter it again"
            : $"'address' of a DL/T 645 meter has 12 digits, not '{text}'";
        return false;
    }
}
