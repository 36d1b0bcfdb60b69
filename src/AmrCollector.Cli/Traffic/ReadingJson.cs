using System.Globalization;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>What `amr replay --json` prints, one line a value; field names and their order are a contract.</summary>
internal static class ReadingJson
{
    internal static object Of(HeardValue value) => new
    {
        At = value.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture),
        value.Protocol,
        value.Address,
        value.Item,
        value.Name,
        value.Value,
        value.Unit,
        value.Error,
    };
}
