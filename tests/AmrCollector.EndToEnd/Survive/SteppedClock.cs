using System.Buffers.Binary;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The wall clock of one service, which a test sets as an operator or a broken time server would.</summary>
internal sealed class SteppedClock
{
    private readonly string _file;
    private readonly string _libraries;

    private SteppedClock(string file, string libraries) => (_file, _libraries) = (file, libraries);

    /// <summary>The environment of a service that has this clock, and whose kernel calls it synchronised.</summary>
    internal (string Name, string Value)[] Environment => [("LD_PRELOAD", _libraries), ("AMR_TEST_CLOCK", _file)];

    /// <summary>A clock that is right; its files are in <paramref name="folder"/>.</summary>
    internal static async Task<SteppedClock> CreateAsync(string folder)
    {
        var libraries = (string[])[await Preload.CompileAsync(folder, "Survive", "stepped_clock.c"), await Preload.CompileAsync(folder, "Clocks", "synchronised_kernel.c")];
        SteppedClock clock = new(Path.Combine(folder, "seconds"), string.Join(':', libraries));
        clock.StandAt(TimeSpan.Zero);
        return clock;
    }

    /// <summary>From now on it is so far from the machine's.</summary>
    internal void StandAt(TimeSpan ahead)
    {
        var seconds = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seconds, (long)ahead.TotalSeconds);
        using FileStream file = new(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0); // in one write: it is mapped
        file.Write(seconds);
    }
}
