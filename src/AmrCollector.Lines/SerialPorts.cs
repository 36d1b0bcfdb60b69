using System.Runtime.Versioning;
using Microsoft.Win32;

namespace AmrCollector.Lines;

/// <summary>The serial ports of this machine.</summary>
public static class SerialPorts
{
    /// <summary>All ports with hardware behind them, by name; opens none. Empty where the system has no list.</summary>
    public static IReadOnlyList<FoundPort> List() =>
        OperatingSystem.IsLinux() ? OfLinux("/") : OperatingSystem.IsWindows() ? OfWindows() : [];

    /// <summary>
    /// The name to configure instead of <paramref name="port"/>, when that goes to whichever adapter is plugged in first (ttyUSB0, ttyACM0)
    /// and the adapter there now has a name of its own; else null.
    /// </summary>
    public static string? BetterName(string port) => BetterName(port, List());

    internal static string? BetterName(string port, IReadOnlyList<FoundPort> ports) => IsUnstable(port)
        ? ports.FirstOrDefault(found => found.Port == port && found.StableName != port)?.StableName
        : null;

    /// <summary>True for a name that may mean another adapter after the next start or replugging.</summary>
    public static bool IsUnstable(string port) =>
        port.StartsWith("/dev/ttyUSB", StringComparison.Ordinal) || port.StartsWith("/dev/ttyACM", StringComparison.Ordinal);

    /// <summary>Reads sysfs and udev's links below <paramref name="root"/>.</summary>
    internal static IReadOnlyList<FoundPort> OfLinux(string root)
    {
        var ttys = Path.Combine(root, "sys/class/tty");
        if (!Directory.Exists(ttys)) return [];
        var stable = StableNames(root);
        return [.. Directory.EnumerateFileSystemEntries(ttys)
            .Where(tty => HasHardware(tty) && File.Exists(Path.Combine(root, "dev", Path.GetFileName(tty))))
            .Select(tty => Path.GetFileName(tty))
            .Order(StringComparer.Ordinal)
            .Select(name => new FoundPort($"/dev/{name}", stable.GetValueOrDefault(name, $"/dev/{name}"), Description(Path.Combine(ttys, name, "device"))))];
    }

    // The kernel makes ttyS0 to ttyS31 in advance; type 0 is PORT_UNKNOWN: no chip there.
    private static bool HasHardware(string tty) =>
        Path.Exists(Path.Combine(tty, "device")) && Line(Path.Combine(tty, "type")) != "0";

    private static Dictionary<string, string> StableNames(string root)
    {
        Dictionary<string, string> names = [];
        var links = Path.Combine(root, "dev/serial/by-id");
        if (!Directory.Exists(links)) return names;
        foreach (var link in Directory.EnumerateFileSystemEntries(links).Order(StringComparer.Ordinal))
            if (File.ResolveLinkTarget(link, returnFinalTarget: true) is { } tty) names.TryAdd(tty.Name, $"/dev/serial/by-id/{Path.GetFileName(link)}");
        return names;
    }

    // Of a USB adapter the tty hangs one to three levels below the device that knows its maker.
    private static string Description(string device)
    {
        var folder = Directory.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        for (var (at, level) = (folder, 0); at is not null && level < 4; at = Path.GetDirectoryName(at), level++)
            if (Line(Path.Combine(at, "product")) is { Length: > 0 } product) return $"{Line(Path.Combine(at, "manufacturer"))} {product}".Trim();
        var driver = Path.Combine(folder, "driver");
        return Directory.Exists(driver) ? Directory.ResolveLinkTarget(driver, returnFinalTarget: true)?.Name ?? "" : "";
    }

    private static string? Line(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [SupportedOSPlatform("windows")]
    private static List<FoundPort> OfWindows()
    {
        using var map = Registry.LocalMachine.OpenSubKey(@"HARDWARE\DEVICEMAP\SERIALCOMM");
        return [.. (map?.GetValueNames() ?? [])
            .Select(driver => (Driver: driver, Port: map!.GetValue(driver) as string ?? ""))
            .Where(found => found.Port.Length > 0)
            .OrderBy(found => found.Port.Length).ThenBy(found => found.Port, StringComparer.Ordinal)
            .Select(found => new FoundPort(found.Port, found.Port, found.Driver))];
    }
}
