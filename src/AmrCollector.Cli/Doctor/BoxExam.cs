using System.Globalization;
using System.Text.RegularExpressions;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Doctor;

/// <summary>The machine itself: clock, disk, limits.</summary>
internal static partial class BoxExam
{
    private const long LeastFree = 1_000_000_000;
    private const int Filling = 70, Full = 90;
    private const int Spare = 256; // files beside the lines: databases, logs, web clients

    /// <summary>What the kernel says of the clock.</summary>
    internal static Examined Clock(DateTimeOffset now) => HostClock.IsSynchronised() switch
    {
        _ when now.Year < 2025 => Examined.Bad("clock", $"it says {now:yyyy-MM-dd}: that is past", "set the clock; readings wait for a clock that can be trusted"),
        false => Examined.Bad(
            "clock", "the kernel does not call it synchronised: nothing is judged late or early, and no meter is set",
            "install chrony or enable systemd-timesyncd; for a clock that is kept otherwise, \"clock\": {\"trust\": \"meters\"}"),
        null => Examined.Watch("clock", "this system does not say whether it is synchronised", "see that a time service runs"),
        _ => Examined.Ok("clock", "synchronised"),
    };

    /// <summary>Room on the disk of <paramref name="folder"/>, and the right to write there.</summary>
    internal static IEnumerable<Examined> Disk(string folder)
    {
        var part = $"disk {folder}";
        if (!Directory.Exists(folder))
        {
            yield return Examined.Watch(part, "the folder is not there yet", "the service makes it when it starts, if it may");
            yield break;
        }

        if (WhyNotWritable(folder) is { } why) yield return Examined.Bad(part, $"cannot be written by this user: {why}", "run as the service's user: sudo -u amr-collector amr doctor; else give it the folder");
        DriveInfo drive = new(folder);
        var filled = (int)(100 * (decimal)(drive.TotalSize - drive.AvailableFreeSpace) / drive.TotalSize);
        var says = string.Create(CultureInfo.InvariantCulture, $"{filled} % full, {drive.AvailableFreeSpace / 1e9:0.0} GB free");
        const string advice = "make room, or close months: amr ledger close";
        if (filled >= Full || drive.AvailableFreeSpace < LeastFree) yield return Examined.Bad(part, says, advice);
        else if (filled >= Filling) yield return Examined.Watch(part, says, advice);
        else yield return Examined.Ok(part, says);
    }

    /// <summary>How many files the process may hold open; a line and a unit that dialled in are one each.</summary>
    internal static Examined? Files(int lines)
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits) || MostFiles().Match(File.ReadAllText(limits)) is not { Success: true } found) return null;
        var may = long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
        return may >= lines + Spare
            ? Examined.Ok("open files", $"{may} allowed here, {lines} lines configured")
            : Examined.Bad("open files", $"{may} allowed here, and {lines} lines need one each", "the service's unit sets LimitNOFILE; where it runs otherwise: ulimit -n");
    }

    private static string? WhyNotWritable(string folder)
    {
        var probe = Path.Combine(folder, $".amr-doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    [GeneratedRegex(@"^Max open files\s+(?:\d+|unlimited)\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex MostFiles();
}
