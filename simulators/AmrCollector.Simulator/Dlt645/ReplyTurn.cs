using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>One meter's turn to answer one DL/T 645 request, 1997 or 2007.</summary>
internal readonly ref struct ReplyTurn(SimulatedMeter meter, DateTimeOffset now, int partSize, FollowUp followUp, Span<byte> reply)
{
    private const long Numbers = 1_000_000_000_000;
    private readonly Span<byte> _reply = reply;

    /// <summary>Who answers.</summary>
    internal SimulatedMeter Meter { get; } = meter;

    /// <summary>When it was asked.</summary>
    internal DateTimeOffset Now { get; } = now;

    /// <summary>Data bytes after which a reply is split.</summary>
    internal int PartSize { get; } = partSize;

    /// <summary>The long reply the line is in the middle of.</summary>
    internal FollowUp FollowUp { get; } = followUp;

    /// <summary>Writes a frame with the meter's address (as its faults have it) and returns the length.</summary>
    internal int Say(byte control, ReadOnlySpan<byte> data) => Dlt645Frame.Write(_reply, Own(), control, data);

    /// <summary>Writes an abnormal reply with one error byte.</summary>
    internal int Refuse(byte function, byte error) => Say((byte)(0xC0 | function), [error]);

    private Dlt645Address Own()
    {
        if (Meter.TripsNow(Meter.Faults.WildcardReplies)) return Dlt645Address.AnyMeter;
        if (!Meter.TripsNow(Meter.Faults.WrongAddress)) return Meter.WireAddress;
        return Dlt645Address.TryParse(((Meter.Number + 1) % Numbers).ToString("D12"), out var other) ? other : Meter.WireAddress;
    }
}
