using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Which meter a command is for.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Address">As <c>Dialogs.For</c> takes it; no wildcard, for a command goes to one meter.</param>
/// <param name="Line">What the bytes travel on.</param>
public sealed record CommandTarget(MeterProtocol Protocol, string Address, LineKind Line)
{
    /// <summary>How it is asked.</summary>
    internal IDialog Dialog => Dialogs.For(Protocol, Address, Line);

    internal bool Is1997 => Protocol == MeterProtocol.Dlt645V1997;

    /// <summary>Its DL/T 645 number; <see cref="NotSupportedException"/> for other protocols, <see cref="FormatException"/> for wildcards.</summary>
    internal Dlt645Address Dlt645()
    {
        if (Protocol is not (MeterProtocol.Dlt645V2007 or MeterProtocol.Dlt645V1997)) throw Unknown();
        return Dlt645Address.TryParse(Address, out var parsed) && !parsed.HasWildcard && parsed != Dlt645Address.Broadcast
            ? parsed
            : throw new FormatException($"a command goes to one meter: '{Address}' is not a DL/T 645 number of up to 12 digits");
    }

    /// <summary>The same, of the 2007 edition only.</summary>
    internal Dlt645Address V2007(string what) => Protocol == MeterProtocol.Dlt645V2007
        ? Dlt645()
        : throw new NotSupportedException($"{Protocol.WireName()} knows no {what}");

    /// <summary>Its CJ/T 188 number.</summary>
    internal Cjt188Address Cjt188()
    {
        if (Protocol != MeterProtocol.Cjt188) throw Unknown();
        return Cjt188Address.TryParse(Address, out var parsed) && !parsed.HasWildcard
            ? parsed
            : throw new FormatException($"a command goes to one meter: '{Address}' is not a CJ/T 188 number such as 10:00201809230001");
    }

    /// <summary>A question of its edition.</summary>
    internal Question.Dlt645 Ask(uint id) => new(new DataId(id)) { Items = [], Edition = Is1997 ? Dlt645Edition.V1997 : Dlt645Edition.V2007 };

    private NotSupportedException Unknown() => new($"this command is not known for {Protocol.WireName()}");
}
