namespace AmrCollector.Tests.Protocol.Modbus;

/// <summary>One request and its normal reply per function, as PDUs; from the examples of the standard (Modbus Application Protocol V1.1b3, 6).</summary>
internal static class ModbusPairs
{
    public static readonly (string Name, string Request, string Reply)[] All =
    [
        ("read coils", "01 00 13 00 13", "01 03 CD 6B 05"),
        ("read discrete inputs", "02 00 C4 00 16", "02 03 AC DB 35"),
        ("read holding registers", "03 00 6B 00 03", "03 06 02 2B 00 00 00 64"),
        ("read input registers", "04 00 08 00 01", "04 02 00 0A"),
        ("write coil", "05 00 AC FF 00", "05 00 AC FF 00"),
        ("write register", "06 00 01 00 03", "06 00 01 00 03"),
        ("exception status", "07", "07 6D"),
        ("loop-back", "08 00 00 A5 37", "08 00 00 A5 37"),
        ("write coils", "0F 00 13 00 0A 02 CD 01", "0F 00 13 00 0A"),
        ("write registers", "10 00 01 00 02 04 00 0A 01 02", "10 00 01 00 02"),
        ("report server id", "11", "11 05 53 44 4D 36 FF"),
        ("read file records", "14 0E 06 00 04 00 01 00 02 06 00 03 00 09 00 02", "14 0C 05 06 0D FE 00 20 05 06 33 CD 00 40"),
        ("mask write", "16 00 04 00 F2 00 25", "16 00 04 00 F2 00 25"),
        ("read and write registers", "17 00 03 00 06 00 0E 00 03 06 00 FF 00 FF 00 FF", "17 0C 00 FE 0A CD 00 01 00 03 00 0D 00 FF"),
        ("device identification", "2B 0E 01 00", "2B 0E 01 01 00 00 03 00 03 41 42 42 01 03 42 32 33 02 02 31 30"),
        ("one identification object", "2B 0E 04 02", "2B 0E 04 81 00 00 01 02 04 56 31 2E 30"),
    ];
}
