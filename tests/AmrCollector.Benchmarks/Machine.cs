using System.Runtime.InteropServices;

namespace AmrCollector.Benchmarks;

/// <summary>Where and when a figure was taken.</summary>
internal static class Machine
{
    /// <summary>One line: cores, processor, system, runtime, date, load.</summary>
    internal static string Describe() =>
        $"{Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
        + $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, load {Load()}";

    /// <summary>Peak resident memory of this process in bytes; 0 where the system does not say.</summary>
    internal static long PeakMemory() => Memory(Environment.ProcessId, "VmHWM:");

    /// <summary>From now on the peak is counted anew, where the system can do that.</summary>
    internal static void ForgetPeak()
    {
        if (File.Exists("/proc/self/clear_refs")) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>A figure of a process' memory in bytes, such as VmRSS: or VmHWM:; 0 where the system does not say.</summary>
    internal static long Memory(int process, string name)
    {
        var line = Lines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024;
    }

    private static string Processor() =>
        Lines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static string Load() => Lines("/proc/loadavg").FirstOrDefault()?.Split(' ')[0] ?? "unknown";

    private static IEnumerable<string> Lines(string file) => File.Exists(file) ? File.ReadLines(file) : [];
}
