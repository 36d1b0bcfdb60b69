using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Traffic;

/// <summary>
/// Picks of a line's traffic what concerns one meter: every request to it, whoever sends it, all that is heard from there to the next request, and what the meter
/// says at other times. Pure; holds what a <see cref="FrameCutter"/> holds.
/// </summary>
/// <param name="protocol">What the meter speaks.</param>
/// <param name="address">Its address, as in the meter list.</param>
/// <param name="isMbap">True on a Modbus TCP connection.</param>
public sealed class MeterFrames(MeterProtocol protocol, string address, bool isMbap)
{
    private readonly FrameCutter _cutter = new(isMbap);
    private bool _asked;

    /// <summary>Takes a piece; the frames, and noise, that are known now to concern the meter.</summary>
    public IReadOnlyList<TrafficFrame> Add(TrafficPiece piece) => Pick(_cutter.Add(piece));

    /// <summary>Nothing more comes.</summary>
    public IReadOnlyList<TrafficFrame> Flush() => Pick(_cutter.Flush());

    private List<TrafficFrame> Pick(IReadOnlyList<TrafficFrame> frames)
    {
        List<TrafficFrame> picked = [];
        foreach (var frame in frames)
        {
            var isOwn = IsOwn(frame);
            if (frame.IsSent) _asked = isOwn;
            if (isOwn || (_asked && !frame.IsSent)) picked.Add(frame);
        }

        return picked;
    }

    private bool IsOwn(TrafficFrame frame) => frame.Protocol switch
    {
        null => false,
        FrameProtocol.ModbusRtu or FrameProtocol.ModbusTcp or FrameCutter.Ascii => protocol == MeterProtocol.Modbus && byte.TryParse(address, out var unit) && ModbusTurn.PartsOf(frame).Unit == unit,
        FrameProtocol.Cjt188 => protocol == MeterProtocol.Cjt188 && IsOwnModule(frame.Bytes),
        _ => protocol is MeterProtocol.Dlt645V2007 or MeterProtocol.Dlt645V1997 && IsOwnDlt645(frame.Bytes),
    };

    private bool IsOwnDlt645(ReadOnlySpan<byte> bytes) =>
        Dlt645Address.TryParse(address, out var own) && Dlt645Frame.TryParse(bytes[Dlt645Frame.PreambleLength(bytes)..], out var frame) && (own.Matches(frame.Address) || frame.Address.Matches(own));

    // Without a type in the list the meter is known by its number alone.
    private bool IsOwnModule(ReadOnlySpan<byte> bytes)
    {
        if (!Cjt188Address.TryParse(address, out var own) || !Cjt188Frame.TryParse(bytes[Dlt645Frame.PreambleLength(bytes)..], out var frame)) return false;
        if (!address.Contains(':', StringComparison.Ordinal)) own = own.OfType(frame.Address.Type);
        return own.Matches(frame.Address) || frame.Address.Matches(own);
    }
}
