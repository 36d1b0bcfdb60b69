namespace AmrCollector.Models.Dictionary;

/// <summary>What one frame says, whatever protocol it speaks.</summary>
public sealed record DecodedFrame
{
    /// <summary>False when checksum or form is wrong; then only <see cref="Why"/>, <see cref="Protocol"/> and <see cref="Noise"/> count.</summary>
    public required bool Valid { get; init; }

    /// <summary>"dlt645-2007", "dlt645-1997", "modbus-rtu", "modbus-tcp", "cjt188"; null when nothing can be said.</summary>
    public string? Protocol { get; init; }

    /// <summary>True when the meter speaks, false when it is asked, null in an invalid frame.</summary>
    public bool? IsReply { get; init; }

    /// <summary>Meter address, high digits first; null for Modbus.</summary>
    public string? Address { get; init; }

    /// <summary>Control byte, two hexadecimal digits; null for Modbus.</summary>
    public string? Control { get; init; }

    /// <summary>What the control byte or function code asks, in English.</summary>
    public string Action { get; init; } = "";

    /// <summary>The same in Chinese.</summary>
    public string ActionZh { get; init; } = "";

    /// <summary>True when follow-up frames are to be asked for.</summary>
    public bool More { get; init; }

    /// <summary>Identifier as the standard writes it: "0001FF00", "9010"; for CJ/T 188 in wire order.</summary>
    public string? DataId { get; init; }

    /// <summary>English name of the identifier, empty when it is unknown or there is none.</summary>
    public string Item { get; init; } = "";

    /// <summary>Chinese name of the identifier.</summary>
    public string ItemZh { get; init; } = "";

    /// <summary>Error byte or exception code in hexadecimal; null when the meter did not refuse.</summary>
    public string? Error { get; init; }

    /// <summary>The error in English.</summary>
    public string ErrorText { get; init; } = "";

    /// <summary>The error in Chinese.</summary>
    public string ErrorTextZh { get; init; } = "";

    /// <summary>Bytes before and after the frame that do not belong to it; FE wake-up bytes do.</summary>
    public int Noise { get; init; }

    /// <summary>What the data field holds. Passwords and operator codes are blanked.</summary>
    public IReadOnlyList<FieldValue> Values { get; init; } = [];

    /// <summary>Modbus unit address, else null.</summary>
    public int? Unit { get; init; }

    /// <summary>Modbus function code without its exception bit, else null.</summary>
    public int? Function { get; init; }

    /// <summary>Modbus register words in hexadecimal, else null.</summary>
    public IReadOnlyList<string>? Registers { get; init; }

    /// <summary>Why the frame was refused; null when it is valid.</summary>
    public string? Why { get; init; }

    /// <summary>A refused frame.</summary>
    public static DecodedFrame Refused(string? protocol, string why, int noise = 0) => new() { Valid = false, Protocol = protocol, Why = why, Noise = noise };
}
