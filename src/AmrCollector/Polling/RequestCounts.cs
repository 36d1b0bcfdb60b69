using System.Collections.Concurrent;

namespace AmrCollector.Polling;

/// <summary>Exchanges by protocol and by how they ended. One owner counts, any thread reads.</summary>
public sealed class RequestCounts
{
    private readonly ConcurrentDictionary<(string Protocol, RequestEnd End), long> _counts = new();

    /// <summary>Every count above 0.</summary>
    public IReadOnlyList<(string Protocol, RequestEnd End, long Count)> All() =>
        [.. _counts.Select(pair => (pair.Key.Protocol, pair.Key.End, pair.Value)).OrderBy(row => row.Protocol, StringComparer.Ordinal).ThenBy(row => row.End)];

    internal void Add(string protocol, RequestEnd end) => _counts.AddOrUpdate((protocol, end), 1, static (_, count) => count + 1);

    /// <summary>How numbers call what a dialog speaks.</summary>
    internal static string ProtocolOf(IDialog dialog) => dialog switch
    {
        Dlt645Dialog => "dlt645-2007",
        Dlt645V1997Dialog => "dlt645-1997",
        ModbusTcpDialog => "modbus-tcp",
        ModbusRtuDialog => "modbus-rtu",
        ModbusAsciiDialog => "modbus-ascii",
        Cjt188Dialog => "cjt188",
        _ => "other",
    };
}
