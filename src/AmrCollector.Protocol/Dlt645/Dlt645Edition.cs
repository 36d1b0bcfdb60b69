namespace AmrCollector.Protocol.Dlt645;

/// <summary>The two editions of DL/T 645: one frame, different control codes and identifiers.</summary>
public enum Dlt645Edition
{
    /// <summary>DL/T 645-2007: functions 03, 06, 08, 11-1D, identifiers of four bytes.</summary>
    V2007,

    /// <summary>DL/T 645-1997: functions 01-04, 08, 0A, 0C, 0F, 10, identifiers of two bytes.</summary>
    V1997,
}
