using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Names of permissions, and which one the bytes of a request need.</summary>
public static class Permissions
{
    private const uint TimeParts = 0x040001;
    private const ushort Date97 = 0xC010;
    private const ushort TimeOfDay97 = 0xC011;

    private static readonly Dictionary<string, Permission> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["clock"] = Permission.Clock,
        ["freeze"] = Permission.Freeze,
        ["relay"] = Permission.Relay,
        ["parameter"] = Permission.Parameter,
        ["clear"] = Permission.Clear,
    };

    /// <summary>Every name that can be granted.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>"clock", "freeze", "relay", "parameter", "clear"; empty for <see cref="Permission.None"/>.</summary>
    public static string NameOf(Permission permission) => permission == Permission.None ? "" : ByName.First(pair => pair.Value == permission).Key;

    /// <summary>
    /// Reads the `allow` of a meter or `--allow` of a command line: names apart by blanks, commas or |. False with a sentence when one
    /// is no permission; an empty text grants nothing.
    /// </summary>
    public static bool TryParse(string text, out IReadOnlySet<Permission> granted, out string why)
    {
        HashSet<Permission> named = [];
        (granted, why) = (named, "");
        foreach (var name in text.Split([' ', '|', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ByName.TryGetValue(name, out var permission)) named.Add(permission);
            else why = $"'{name}' is no permission: {string.Join(", ", Names)}";
        }

        return why.Length == 0;
    }

    /// <summary>
    /// What must be granted before <paramref name="request"/> may be sent; <see cref="Permission.None"/> for reads. A write that nothing
    /// more is known about is a parameter.
    /// </summary>
    /// <param name="request">A whole request, FE wake-up bytes allowed.</param>
    /// <param name="isMbap">True on a Modbus TCP line.</param>
    public static Permission Needed(ReadOnlySpan<byte> request, bool isMbap)
    {
        if (!RequestKind.Of(request, isMbap).IsWrite) return Permission.None;
        if (isMbap) return Permission.Parameter;
        var bare = request[Dlt645Frame.PreambleLength(request)..];
        if (Dlt645Frame.TryParse(bare, out var frame)) return OfDlt645(frame);
        if (!Cjt188Frame.TryParse(bare, out var water)) return Permission.Parameter;
        return water.Function == Cjt188Function.Write && Cjt188Id.Valve.IsAt(water.Data) ? Permission.Relay : Permission.Parameter;
    }

    private static Permission OfDlt645(Dlt645Frame frame)
    {
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        plain = plain[..frame.CopyData(plain)];
        return frame.Function switch
        {
            Dlt645Function.BroadcastTime => Permission.Clock,
            Dlt645Function.Write when plain.Length >= DataId.Length && IsClock(DataId.FromWire(plain)) => Permission.Clock,
            Dlt645Function.Write97 when plain.Length >= 2 && (plain[0] | (plain[1] << 8)) is Date97 or TimeOfDay97 => Permission.Clock,
            Dlt645Function.Freeze => Permission.Freeze,
            Dlt645Function.Control => Permission.Relay,
            Dlt645Function.ClearDemand or Dlt645Function.ClearMeter or Dlt645Function.ClearEvents or Dlt645Function.ClearDemand97 => Permission.Clear,
            _ => Permission.Parameter,
        };
    }

    private static bool IsClock(DataId id) => id.Value >> 8 == TimeParts && (byte)id.Value is 0x01 or 0x02 or 0x0C;
}
