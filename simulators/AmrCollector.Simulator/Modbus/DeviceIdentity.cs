using System.Text;

namespace AmrCollector.Simulator.Modbus;

/// <summary>The objects of 2B/0E: 0 vendor, 1 product code, 2 revision; 3 address, 4 product name, 5 model (dossier modbus.md §2).</summary>
internal sealed record DeviceIdentity(string Vendor, string Product, string Revision, string Name)
{
    private const int BasicLast = 2, RegularLast = 5, Header = 7, MostBytes = 253;
    private const byte Regular = 0x82;

    /// <summary>
    /// Answers 2B 0E code object; 0 when the code is unknown (exception 03), -1 when the object is (exception 02). What does not fit
    /// into one reply is announced with "more follows".
    /// </summary>
    internal int Answer(byte code, byte from, Span<byte> reply)
    {
        if (code is < 1 or > 4) return 0;
        var last = code == 1 ? BasicLast : RegularLast;
        if (code == 4 && from > RegularLast) return -1;
        if (code != 4 && from > last) from = 0;
        (reply[0], reply[1], reply[2], reply[3], reply[4], reply[5]) = (0x2B, 0x0E, code, Regular, 0x00, 0x00);
        var (length, count, id) = (Header, 0, (int)from);
        for (; id <= (code == 4 ? from : last); id++)
        {
            var text = TextOf(id);
            if (length + 2 + text.Length > MostBytes)
            {
                (reply[4], reply[5]) = (0xFF, (byte)id);
                break;
            }

            (reply[length], reply[length + 1]) = ((byte)id, (byte)text.Length);
            Encoding.ASCII.GetBytes(text, reply[(length + 2)..]);
            (length, count) = (length + 2 + text.Length, count + 1);
        }

        reply[6] = (byte)count;
        return length;
    }

    private string TextOf(int id) => id switch { 0 => Vendor, 1 => Product, 2 => Revision, 3 => "", 4 => Name, _ => Product };
}
