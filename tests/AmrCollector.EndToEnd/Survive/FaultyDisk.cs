using System.Buffers.Binary;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>The disk of one service's ledger, which a test makes read-only or slow.</summary>
internal sealed class FaultyDisk
{
    private readonly string _state;
    private readonly string _library;

    private FaultyDisk(string path, string state, string library) => (Path, _state, _library) = (path, state, library);

    /// <summary>The folder that is on it.</summary>
    internal string Path { get; }

    /// <summary>The environment of a service whose ledger is on it.</summary>
    internal (string Name, string Value)[] Environment => [("LD_PRELOAD", _library), ("AMR_TEST_DISK", Path), ("AMR_TEST_DISK_STATE", _state)];

    /// <summary>A sound disk; its files are in <paramref name="folder"/>.</summary>
    internal static async Task<FaultyDisk> CreateAsync(string folder)
    {
        FaultyDisk disk = new(System.IO.Path.Combine(folder, "disk"), System.IO.Path.Combine(folder, "disk-state"), await Preload.CompileAsync(folder, "Survive", "faulty_disk.c"));
        disk.Become();
        return disk;
    }

    /// <summary>From now on it refuses every write, or takes so long for each flush; neither: it is sound.</summary>
    internal void Become(bool isReadOnly = false, TimeSpan flush = default)
    {
        var state = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(state, isReadOnly ? 1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(sizeof(long)), (long)flush.TotalMilliseconds);
        using FileStream file = new(_state, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0); // in one write: it is mapped
        file.Write(state);
    }
}
