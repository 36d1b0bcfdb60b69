namespace AmrCollector.Protocol.Cjt188;

/// <summary>Function codes, bits 5-0 of the control byte (dossier Appendix C).</summary>
public static class Cjt188Function
{
    /// <summary>Read data.</summary>
    public const byte Read = 0x01;

    /// <summary>Read the address of the only meter on the line.</summary>
    public const byte ReadAddress = 0x03;

    /// <summary>Write data.</summary>
    public const byte Write = 0x04;

    /// <summary>Read the version of the key.</summary>
    public const byte ReadKeyVersion = 0x09;

    /// <summary>Write the address.</summary>
    public const byte WriteAddress = 0x15;

    /// <summary>Set the register to what the dial shows.</summary>
    public const byte SetBase = 0x16;

    /// <summary>True when a request changes the meter; unknown functions count as changing.</summary>
    public static bool Changes(byte function) => function is not (Read or ReadAddress or ReadKeyVersion);
}
