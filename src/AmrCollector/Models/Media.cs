using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>Facts about <see cref="Medium"/>.</summary>
internal static class Media
{
    /// <summary>The medium of a set of codes; codes of no medium (A = 0) are passed over, and none at all is electricity.</summary>
    internal static Medium Of(IEnumerable<ObisCode> codes) => codes.Where(code => code.A != 0).GroupBy(code => OfGroup(code.A))
        .OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault();

    private static Medium OfGroup(byte a) => a switch
    {
        5 or 6 => Medium.Heat,
        7 => Medium.Gas,
        8 or 9 => Medium.Water,
        _ => Medium.Electricity,
    };
}
