using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator.Cjt188;

namespace AmrCollector.Simulator.Bus;

/// <summary>
/// What a line has heard and not yet understood. Whole frames are found behind any noise; a rest is dropped after a silence,
/// so that half a frame never eats the next one. Holds at most 600 bytes.
/// </summary>
internal sealed class RequestBuffer(bool hears645, bool hearsModbus, bool isMbap, long silence, bool hears188 = false, bool isAscii = false)
{
    /// <summary>Bytes kept; more than the longest frame.</summary>
    internal const int Capacity = 600;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _filled;
    private long _lastAt;

    /// <summary>True when what came cannot be MBAP: a gateway drops such a connection.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Forgets everything: another client has come.</summary>
    internal void Clear() => (_filled, IsBroken) = (0, false);

    /// <summary>Adds what arrived at timestamp <paramref name="at"/>; the oldest bytes give way when there is no room.</summary>
    internal void Add(ReadOnlySpan<byte> received, long at)
    {
        if (at - _lastAt > silence && !isMbap) _filled = 0;
        _lastAt = at;
        if (received.Length > Capacity) received = received[^Capacity..];
        var surplus = _filled + received.Length - Capacity;
        if (surplus > 0) Drop(surplus);
        received.CopyTo(_bytes.AsSpan(_filled));
        _filled += received.Length;
    }

    /// <summary>Takes the first whole request out, noise before it included. <paramref name="request"/> holds <see cref="Capacity"/> bytes.</summary>
    internal bool TryTake(Span<byte> request, out int length, out RequestForm form)
    {
        for (var start = 0; start < _filled; start++)
        {
            length = LengthAt(_bytes.AsSpan(start, _filled - start), out form);
            if (length > 0)
            {
                _bytes.AsSpan(start, length).CopyTo(request);
                Drop(start + length);
                return true;
            }

            if (isMbap) break;
        }

        (length, form) = (0, RequestForm.Dlt645);
        return false;
    }

    private int LengthAt(ReadOnlySpan<byte> bytes, out RequestForm form)
    {
        form = isMbap ? RequestForm.Mbap : RequestForm.Dlt645;
        if (isMbap)
        {
            var scan = MbapFrame.Scan(bytes);
            IsBroken |= scan.Verdict == ScanVerdict.Noise;
            return scan.Verdict == ScanVerdict.Frame ? scan.Length : 0;
        }

        if (hears645 && bytes[0] == 0x68)
        {
            var scan = Dlt645Frame.Scan(bytes);
            if (scan.Verdict == ScanVerdict.Frame) return scan.Length;
        }

        if (hears188 && Cjt188Frame.LengthOf(bytes) is > 0 and var found)
        {
            form = RequestForm.Cjt188;
            return found;
        }

        if (hearsModbus && isAscii)
        {
            form = RequestForm.Ascii;
            return AsciiFrame.LengthOf(bytes);
        }

        form = RequestForm.Rtu;
        return hearsModbus ? RtuLength(bytes) : 0;
    }

    // A request's length follows from its function (dossier modbus.md §2); 0 when it is no whole request.
    private static int RtuLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4) return 0;
        var length = bytes[1] switch
        {
            >= 0x01 and <= 0x06 or 0x08 => 8,
            0x07 or 0x0B or 0x0C or 0x11 => 4,
            0x0F or 0x10 when bytes.Length > 6 => 9 + bytes[6],
            0x14 or 0x15 => 5 + bytes[2],
            0x16 => 10,
            0x17 when bytes.Length > 10 => 13 + bytes[10],
            0x2B => 7,
            _ => 0,
        };
        return length > 0 && bytes.Length >= length && RtuFrame.HasGoodCrc(bytes[..length]) ? length : 0;
    }

    private void Drop(int count)
    {
        _bytes.AsSpan(count, _filled - count).CopyTo(_bytes);
        _filled -= count;
    }
}
