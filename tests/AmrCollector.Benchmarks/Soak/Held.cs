using System.Globalization;

namespace AmrCollector.Benchmarks.Soak;

/// <summary>What this process held at one moment.</summary>
/// <param name="Megabytes">Resident memory, 1,048,576 bytes each.</param>
/// <param name="Heap">Of it the runtime's heap after its last collection.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record Held(int Megabytes, int Heap, int Handles, int Threads)
{
    /// <summary>Now.</summary>
    internal static Held Now()
    {
        var status = File.ReadAllLines("/proc/self/status").ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Trim());
        int Number(string name) => int.Parse(status[name].Split(' ')[0], CultureInfo.InvariantCulture);
        return new(Number("VmRSS") / 1024, (int)(GC.GetGCMemoryInfo().HeapSizeBytes >> 20), Directory.GetFileSystemEntries("/proc/self/fd").Length, Number("Threads"));
    }

    /// <summary>The middle of each figure.</summary>
    internal static Held Middle(IReadOnlyList<Held> all)
    {
        int Of(Func<Held, int> what) => all.Select(what).Order().ElementAt(all.Count / 2);
        return new(Of(one => one.Megabytes), Of(one => one.Heap), Of(one => one.Handles), Of(one => one.Threads));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Megabytes,4} MB resident, heap {Heap,3} MB, {Handles} handles, {Threads} threads");
}
