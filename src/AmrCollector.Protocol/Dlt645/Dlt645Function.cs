namespace AmrCollector.Protocol.Dlt645;

/// <summary>Function codes, bits 4-0 of the control byte (DL/T 645-2007, 5.2.4 and 7; dossier §3, §15.1).</summary>
public static class Dlt645Function
{
    /// <summary>2007: read data.</summary>
    public const byte Read = 0x11;

    /// <summary>2007: read the data that follows a B1 or B2 reply.</summary>
    public const byte ReadNext = 0x12;

    /// <summary>2007: read the address of the only meter on the line.</summary>
    public const byte ReadAddress = 0x13;

    /// <summary>2007: write data.</summary>
    public const byte Write = 0x14;

    /// <summary>2007: write the address.</summary>
    public const byte WriteAddress = 0x15;

    /// <summary>2007: freeze.</summary>
    public const byte Freeze = 0x16;

    /// <summary>2007: change speed.</summary>
    public const byte ChangeSpeed = 0x17;

    /// <summary>2007: change password.</summary>
    public const byte ChangePassword = 0x18;

    /// <summary>2007: clear maximum demand.</summary>
    public const byte ClearDemand = 0x19;

    /// <summary>2007: clear the meter.</summary>
    public const byte ClearMeter = 0x1A;

    /// <summary>2007: clear events.</summary>
    public const byte ClearEvents = 0x1B;

    /// <summary>2007 supplement: relay, alarm, keep power.</summary>
    public const byte Control = 0x1C;

    /// <summary>2007 supplement: multifunction output.</summary>
    public const byte Output = 0x1D;

    /// <summary>2007 supplement: security authentication.</summary>
    public const byte Security = 0x03;

    /// <summary>Both editions: broadcast time.</summary>
    public const byte BroadcastTime = 0x08;

    /// <summary>1997: read data.</summary>
    public const byte Read97 = 0x01;

    /// <summary>1997: read following data.</summary>
    public const byte ReadNext97 = 0x02;

    /// <summary>1997: read the last data again.</summary>
    public const byte ReadAgain97 = 0x03;

    /// <summary>1997: write data.</summary>
    public const byte Write97 = 0x04;

    /// <summary>1997: write the address.</summary>
    public const byte WriteAddress97 = 0x0A;

    /// <summary>1997: change speed.</summary>
    public const byte ChangeSpeed97 = 0x0C;

    /// <summary>1997: change password.</summary>
    public const byte ChangePassword97 = 0x0F;

    /// <summary>1997: clear maximum demand.</summary>
    public const byte ClearDemand97 = 0x10;

    /// <summary>2007 supplement: a meter's own report (86), and the answer to it.</summary>
    public const byte ActiveReport = 0x06;

    /// <summary>
    /// True when a request of <paramref name="function"/> changes the meter: writes, clears, freezes, control, authentication. Unknown
    /// functions count as changing. <paramref name="dataLength"/> tells a 1997 re-read 03 (no data) from an authentication.
    /// </summary>
    public static bool Changes(byte function, int dataLength) => function switch
    {
        Read or ReadNext or ReadAddress or Read97 or ReadNext97 or ActiveReport => false,
        Security => dataLength >= DataId.Length,
        _ => true,
    };

    /// <summary>Which edition a control byte belongs to, seen with the length of its data: the frame itself is the same in both.</summary>
    public static Dlt645Edition EditionOf(byte control, int dataLength)
    {
        var function = (byte)(control & 0x1F);
        var is97 = function switch
        {
            // A read of two bytes under the 2007 code is a 1997 identifier; tests and some clients send it.
            Read => dataLength == 2 && control < 0x80,
            // Security of the supplement carries an identifier of four bytes or a refusal of two; a 1997 re-read asks with none.
            Security => dataLength is not 2 && dataLength < DataId.Length,
            BroadcastTime or ActiveReport => false,
            >= Read97 and <= ClearDemand97 => true,
            _ => false,
        };
        return is97 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
    }
}
