using System.Diagnostics;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Benchmarks.Noise;

/// <summary>
/// The scanners that know no request, over random noise with 1,000 real frames in it: all found, time linear in the bytes, at least
/// 200 MB/s; beside them the plainest search there is, for one byte value.
/// </summary>
internal static class NoiseVerb
{
    private const int Frames = 1000;
    private const int Runs = 7;
    private const double Bar = 200;

    private delegate FrameScan Scan(ReadOnlySpan<byte> received);

    internal static int Run(IReadOnlyList<string> options)
    {
        var (size, seed) = (Options.Number(options, "--megabytes", 10) * 1_000_000, Options.Number(options, "--seed", 1));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"noise: {Frames} frames hidden, seed {seed}; CPU time, best of {Runs} runs");
        var holds = Measure("DL/T 645", size, seed, Dlt645Frame.Scan, Dlt645Reply);
        holds &= Measure("Modbus RTU", size, seed, RtuFrame.ScanAny, RtuReply);
        return holds ? 0 : 1;
    }

    private static bool Measure(string protocol, int size, int seed, Scan scan, Func<Random, byte[]> frame)
    {
        var holds = true;
        foreach (var length in (int[])[size / 2, size, 2 * size])
        {
            var hidden = HiddenFrames.In(length, Frames, seed, frame);
            var (found, chance) = Found(hidden, scan);
            var (ours, plain) = (Best(() => Count(hidden.Bytes, scan)), Best(() => hidden.Bytes.AsSpan().Count((byte)0x68)));
            var rate = length / ours.TotalMicroseconds;
            Console.WriteLine(
                $"  {protocol,-11} {length / 1e6,4:0} MB: {found} of {Frames} found, {chance} by chance, {ours.TotalMilliseconds,6:0.0} ms = {rate,6:0} MB/s (bar {Bar:0}); "
                + $"one byte value counted in {plain.TotalMilliseconds:0.0} ms = {length / plain.TotalMicroseconds:0} MB/s");
            holds &= found == Frames && rate >= Bar;
        }

        return holds;
    }

    private static (int Found, int Chance) Found(HiddenFrames hidden, Scan scan)
    {
        var (found, chance) = (0, 0);
        foreach (var (at, _) in All(hidden.Bytes, scan))
        {
            if (hidden.Starts.Contains(at)) found++;
            else chance++;
        }

        return (found, chance);
    }

    private static List<(int At, int Length)> All(byte[] bytes, Scan scan)
    {
        List<(int, int)> all = [];
        for (var at = 0; at < bytes.Length;)
        {
            var look = scan(bytes.AsSpan(at));
            if (look.Verdict == ScanVerdict.Frame) all.Add((at, look.Length));
            at += Math.Max(1, look.Length);
        }

        return all;
    }

    private static int Count(byte[] bytes, Scan scan)
    {
        var count = 0;
        for (var left = bytes.AsSpan(); !left.IsEmpty;)
        {
            var look = scan(left);
            if (look.Verdict == ScanVerdict.Frame) count++;
            left = left[Math.Max(1, look.Length)..]; // at the very end nothing more will come: the next start is tried
        }

        return count;
    }

    private static TimeSpan Best(Func<int> work)
    {
        using var process = Process.GetCurrentProcess();
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var rounds = 0;
            process.Refresh();
            var (before, wall) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            do
            {
                work();
                rounds++;
            }
            while (Stopwatch.GetElapsedTime(wall).TotalMilliseconds < 200);
            process.Refresh();
            var each = (process.TotalProcessorTime - before) / rounds;
            if (each < best) best = each;
        }

        return best;
    }

    private static byte[] Dlt645Reply(Random random)
    {
        var data = new byte[4 + (4 * random.Next(1, 6))];
        random.NextBytes(data);
        var address = new byte[Dlt645Address.Length];
        random.NextBytes(address);
        var frame = new byte[Dlt645Frame.MaxLength];
        return frame[..Dlt645Frame.Write(frame, Dlt645Address.FromWire(address), 0x91, data)];
    }

    private static byte[] RtuReply(Random random)
    {
        var pdu = new byte[2 + (2 * random.Next(1, 21))];
        random.NextBytes(pdu);
        (pdu[0], pdu[1]) = ((byte)(random.Next(2) == 0 ? 3 : 4), (byte)(pdu.Length - 2));
        var frame = new byte[RtuFrame.MaxLength];
        return frame[..RtuFrame.Write(frame, (byte)random.Next(1, 248), pdu)];
    }
}
