namespace AmrCollector.Protocol.Dlt645;

/// <summary>What a write request is signed with; never printed.</summary>
/// <param name="Level">PA as sent: 00..09, or 98/99 of the supplement.</param>
/// <param name="Password">Six digits, as hexadecimal: 0x123456.</param>
/// <param name="Operator">Eight digits of the operator's code, as hexadecimal.</param>
public readonly record struct Dlt645Authority(byte Level, uint Password, uint Operator)
{
    /// <summary>PA and three password bytes.</summary>
    public const int PasswordLength = 4;

    /// <summary>PA, password and operator.</summary>
    public const int Length = 8;

    /// <summary>Writes PA, P0 P1 P2, C0..C3, plain.</summary>
    public void WriteTo(Span<byte> destination)
    {
        destination[0] = Level;
        for (var i = 0; i < 3; i++) destination[1 + i] = (byte)(Password >> (8 * i));
        for (var i = 0; i < 4; i++) destination[4 + i] = (byte)(Operator >> (8 * i));
    }

    /// <summary>The level only.</summary>
    public override string ToString() => $"level {Level:X2}";
}
