using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>What a Modbus device says of itself.</summary>
/// <param name="Objects">Objects of its identification (2B/0E), by rising id; empty when it has none.</param>
/// <param name="ServerId">The readable text of its server id (function 11); empty when it tells none.</param>
public sealed record ModbusIdentity(IReadOnlyList<IdentificationObject> Objects, string ServerId)
{
    /// <summary>Maker: object 0, empty when it tells none.</summary>
    public string Vendor => Text(0);

    /// <summary>Product: its name when it tells one (object 4), else the product code (object 1).</summary>
    public string Product => Text(4) is { Length: > 0 } name ? name : Text(1);

    /// <summary>Revision: object 2.</summary>
    public string Revision => Text(2);

    /// <summary>One line for a person: "ABB B23 2.10", or the server id.</summary>
    public override string ToString() =>
        Objects.Count > 0 ? string.Join(' ', ((string[])[Vendor, Product, Revision]).Where(part => part.Length > 0)) : ServerId;

    private string Text(byte id) => Objects.FirstOrDefault(one => one.Id == id).Text ?? "";
}
