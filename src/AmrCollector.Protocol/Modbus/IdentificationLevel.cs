namespace AmrCollector.Protocol.Modbus;

/// <summary>How much of its identification a device is asked for (function 2B/0E).</summary>
public enum IdentificationLevel : byte
{
    /// <summary>Vendor, product code, revision: mandatory.</summary>
    Basic = 1,

    /// <summary>Also address on the web, product name, model name, application name.</summary>
    Regular = 2,

    /// <summary>Also the maker's own objects.</summary>
    Extended = 3,

    /// <summary>One object.</summary>
    One = 4,
}
