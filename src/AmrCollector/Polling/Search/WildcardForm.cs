using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Search;

/// <summary>A protocol whose meters can be called by the low bytes of their address, AA in all others (dossier §4, §15, Appendix C). Pure.</summary>
public sealed class WildcardForm
{
    private const byte Any = 0xAA;
    private const int Preamble = 4;
    private const ushort Total97 = 0x9010;

    private static readonly DataId Total = new(0x00010000);

    private delegate int Writer(Span<byte> destination, ReadOnlySpan<byte> pattern);

    private delegate FrameScan Scanner(ReadOnlySpan<byte> received);

    private delegate string? Reader(ReadOnlySpan<byte> frame);

    private readonly Writer _write;
    private readonly Scanner _scan;
    private readonly Reader _reply;

    private WildcardForm(MeterProtocol protocol, int addressBytes, Writer write, int replyBytes, Scanner scan, Reader reply)
    {
        (Protocol, AddressBytes, _write, ReplyBytes, _scan, _reply) = (protocol, addressBytes, write, replyBytes, scan, reply);
        Span<byte> request = stackalloc byte[64];
        RequestBytes = Write(request, Everybody());
    }

    /// <summary>DL/T 645-2007: total forward energy, 11H.</summary>
    public static WildcardForm Dlt645V2007 { get; } = new(
        MeterProtocol.Dlt645V2007, Dlt645Address.Length, (destination, pattern) => Dlt645Request.Read(destination, Dlt645Address.FromWire(pattern), Total),
        Preamble + Dlt645Frame.Overhead + 8, Dlt645Frame.Scan, frame => Dlt645Meter(frame, Dlt645Function.Read));

    /// <summary>DL/T 645-1997: total forward energy, 01H.</summary>
    public static WildcardForm Dlt645V1997 { get; } = new(
        MeterProtocol.Dlt645V1997, Dlt645Address.Length, (destination, pattern) => Dlt645Request.Read97(destination, Dlt645Address.FromWire(pattern), Total97),
        Preamble + Dlt645Frame.Overhead + 6, Dlt645Frame.Scan, frame => Dlt645Meter(frame, Dlt645Function.Read97));

    /// <summary>What is spoken.</summary>
    public MeterProtocol Protocol { get; }

    /// <summary>Bytes that can be fixed one after the other, low byte first.</summary>
    public int AddressBytes { get; }

    /// <summary>Bytes of a request.</summary>
    public int RequestBytes { get; }

    /// <summary>Bytes of a reply with its preamble.</summary>
    public int ReplyBytes { get; }

    /// <summary>CJ/T 188 meters of one type (10 cold water, 20 heat, 30 gas, AA any): current values, 901F.</summary>
    public static WildcardForm Cjt188(byte type) => new(
        MeterProtocol.Cjt188, Cjt188Address.Length - 1,
        (destination, pattern) =>
        {
            Span<byte> wire = stackalloc byte[Cjt188Address.Length];
            wire[0] = type;
            pattern.CopyTo(wire[1..]);
            return Cjt188Request.Read(destination, Cjt188Address.FromWire(wire), new(0x901F), sequence: 0);
        },
        Preamble + Cjt188Frame.Overhead + 49, Cjt188Frame.Scan, Cjt188Meter);

    /// <summary>A pattern that names everybody.</summary>
    public byte[] Everybody() => [.. Enumerable.Repeat(Any, AddressBytes)];

    /// <summary>Writes the request for a pattern (low byte first) and returns its length.</summary>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> pattern) => _write(destination, pattern);

    /// <summary>The pattern that names one meter alone.</summary>
    public byte[] PatternOf(string address)
    {
        var digits = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..].PadLeft(AddressBytes * 2, '0');
        var bytes = Convert.FromHexString(digits);
        Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>Sorts the bytes heard: replies, echoes and preamble set aside, the rest is noise.</summary>
    public Hearing Hear(ReadOnlySpan<byte> heard, long characterErrors, TimeSpan latest)
    {
        HashSet<string> meters = [];
        var noise = (int)Math.Min(characterErrors, 1_000_000);
        while (!heard.IsEmpty)
        {
            var preamble = Dlt645Frame.PreambleLength(heard);
            if (preamble > 0)
            {
                heard = heard[preamble..];
                continue;
            }

            var found = _scan(heard);
            var length = found.Verdict == ScanVerdict.NeedMore ? 1 : found.Length;
            if (found.Verdict != ScanVerdict.Frame) noise += length;
            else if (_reply(heard[..length]) is { } meter) meters.Add(meter);
            heard = heard[length..];
        }

        return new([.. meters], noise, latest);
    }

    private static string? Dlt645Meter(ReadOnlySpan<byte> bytes, byte function) =>
        Dlt645Frame.TryParse(bytes, out var frame) && frame.IsReply && frame.Function == function ? frame.Address.ToString() : null;

    private static string? Cjt188Meter(ReadOnlySpan<byte> bytes) =>
        Cjt188Frame.TryParse(bytes, out var frame) && frame.IsReply ? frame.Address.ToString() : null;
}
