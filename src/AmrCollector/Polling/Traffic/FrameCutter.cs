using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Traffic;

/// <summary>
/// Cuts what went over a line into frames, whoever spoke and whatever protocol: every byte comes out once, in order, as part of a frame or
/// as noise. A beginning that never becomes a frame is noise once a silence, the other direction or a good frame behind it shows it. Pure;
/// holds at most 4,096 bytes.
/// </summary>
/// <param name="isMbap">True on a Modbus TCP connection, where nothing else is spoken.</param>
public sealed class FrameCutter(bool isMbap)
{
    /// <summary>Modbus ASCII, which has no name among the protocols a frame is decoded by.</summary>
    public const string Ascii = "modbus-ascii";

    private const int MostHeld = 4096;
    private const long LongestPause = 1_100_000_000;

    private readonly List<byte> _held = [];
    private readonly List<(int At, TrafficPiece Piece)> _pieces = [];

    /// <summary>Takes a piece and returns what is known now; an empty piece only tells the time.</summary>
    public IReadOnlyList<TrafficFrame> Add(TrafficPiece piece)
    {
        List<TrafficFrame> frames = [];
        if (_pieces.Count > 0)
        {
            var last = _pieces[^1].Piece;
            if (last.IsSent != piece.IsSent || piece.Nanoseconds - last.Nanoseconds > LongestPause) frames.AddRange(Flush());
        }

        if (piece.Bytes.IsEmpty) return frames;
        for (var at = 0; at < piece.Bytes.Length; at += MostHeld)
        {
            var part = piece.Bytes.Slice(at, Math.Min(MostHeld, piece.Bytes.Length - at));
            if (_held.Count + part.Length > MostHeld) frames.AddRange(Flush());
            _pieces.Add((_held.Count, piece));
            _held.AddRange(part.Span);
            Cut(frames, isLast: false);
        }

        return frames;
    }

    /// <summary>Nothing more belongs to what is held.</summary>
    public IReadOnlyList<TrafficFrame> Flush()
    {
        List<TrafficFrame> frames = [];
        Cut(frames, isLast: true);
        return frames;
    }

    private void Cut(List<TrafficFrame> frames, bool isLast)
    {
        var held = _held.ToArray();
        var (start, noise) = (0, 0);
        while (start + noise < held.Length)
        {
            var (length, protocol, waits) = Look(held.AsSpan(start + noise));
            if (length == 0 && waits && !isLast && !HasFrameBehind(held.AsSpan(start + noise))) break;
            if (length == 0)
            {
                noise++;
                continue;
            }

            Take(frames, held, ref start, ref noise, null);
            (noise, var frame) = (length, protocol);
            Take(frames, held, ref start, ref noise, frame);
        }

        Take(frames, held, ref start, ref noise, null);
        Forget(start);
    }

    private bool HasFrameBehind(ReadOnlySpan<byte> held)
    {
        for (var at = 1; at < held.Length - 3; at++)
            if (Look(held[at..]).Length > 0) return true;
        return false;
    }

    /// <summary>The frame at the front with the FE ahead of it; 0 when there is none, and whether one may still become.</summary>
    private (int Length, string? Protocol, bool Waits) Look(ReadOnlySpan<byte> held)
    {
        if (isMbap) return Of(MbapFrame.Scan(held), 0, FrameProtocol.ModbusTcp);
        var wake = Dlt645Frame.PreambleLength(held);
        var behind = held[wake..];
        if (behind.IsEmpty) return (0, null, true);
        var waits = false;
        if (behind[0] == 0x68)
        {
            var dlt645 = Of(Dlt645Frame.Scan(behind), wake, FrameProtocol.Dlt645V2007);
            if (dlt645.Length > 0) return dlt645;
            var module = Of(Cjt188Frame.Scan(behind), wake, FrameProtocol.Cjt188);
            if (module.Length > 0) return module;
            waits = dlt645.Waits || module.Waits;
        }

        if (wake > 0) return (0, null, waits);
        if (behind[0] == (byte)':') return Of(AsciiFrame.Scan(behind), 0, Ascii);
        var rtu = Of(RtuFrame.ScanAny(behind), 0, FrameProtocol.ModbusRtu);
        return rtu.Length > 0 ? rtu : (0, null, waits || rtu.Waits);
    }

    private static (int Length, string? Protocol, bool Waits) Of(FrameScan found, int wake, string protocol) => found.Verdict switch
    {
        ScanVerdict.Frame => (wake + found.Length, protocol, false),
        ScanVerdict.NeedMore => (0, null, true),
        _ => (0, null, false),
    };

    private void Take(List<TrafficFrame> frames, byte[] held, ref int start, ref int length, string? protocol)
    {
        if (length == 0) return;
        var from = start;
        var piece = _pieces.FindLast(piece => piece.At <= from).Piece;
        frames.Add(new(piece.At, piece.Nanoseconds, piece.IsSent, protocol, held[start..(start + length)]));
        (start, length) = (start + length, 0);
    }

    private void Forget(int count)
    {
        _held.RemoveRange(0, count);
        var first = _pieces.FindLastIndex(piece => piece.At <= count);
        var kept = _pieces.Skip(_held.Count == 0 ? _pieces.Count : Math.Max(0, first)).Select(piece => (Math.Max(0, piece.At - count), piece.Piece)).ToList();
        _pieces.Clear();
        _pieces.AddRange(kept);
    }
}
