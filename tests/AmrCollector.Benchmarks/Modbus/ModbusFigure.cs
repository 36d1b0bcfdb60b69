using System.Globalization;

namespace AmrCollector.Benchmarks.Modbus;

/// <summary>One client's run.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="CpuMicroseconds">User and system time of its process.</param>
/// <param name="WallMicroseconds">How long it took.</param>
/// <param name="Allocated">Bytes allocated, 0 where that is not known.</param>
internal readonly record struct ModbusFigure(long Requests, double CpuMicroseconds, double WallMicroseconds, long Allocated)
{
    /// <summary>CPU microseconds a request.</summary>
    internal double Cost => CpuMicroseconds / Requests;

    /// <summary>Reads what a client prints.</summary>
    internal static ModbusFigure Parse(string line)
    {
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(Whole(numbers[0]), Whole(numbers[1]), Whole(numbers[2]), Whole(numbers[3]));
    }

    private static long Whole(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
