using System.Globalization;

namespace AmrCollector.Polling.Clocks;

/// <summary>The last time that was believed, in clock.seen of the data folder: a host without a battery begins again at any time, and this one does not lie.</summary>
/// <param name="folder">The data folder.</param>
public sealed class SeenTime(string folder)
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int Length = 20;

    private readonly string _file = Path.Combine(folder, "clock.seen");

    /// <summary>What was kept last; null when nothing was, or it cannot be read.</summary>
    public DateTimeOffset? Read()
    {
        try
        {
            if (new FileInfo(_file) is not { Exists: true, Length: Length }) return null;
            return DateTimeOffset.TryParseExact(File.ReadAllText(_file), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var seen) ? seen : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // as at the first start: nothing is known
        }
    }

    /// <summary>Keeps <paramref name="now"/>; a disk that will not have it keeps the one before.</summary>
    public void Keep(DateTimeOffset now)
    {
        try
        {
            File.WriteAllText(_file + ".new", now.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
            File.Move(_file + ".new", _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The ledger tells of a disk that is full; what was seen before still holds.
        }
    }
}
