using AmrCollector.Service.Logs;

namespace AmrCollector.Tests.Service.Logs;

public sealed class ServiceLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_never_take_more_than_their_number_times_their_size()
    {
        LogLimits limits = new() { LargestFile = 10_000, MostFiles = 4 };
        using (var log = ServiceLog.Create(_folder, console: false, limits: limits))
        {
            for (var i = 0; i < 2000; i++) log.Warning("event {Number} of a night in which everything failed", i);
        }

        var files = new DirectoryInfo(Path.Combine(_folder, "log")).GetFiles();
        Assert.InRange(files.Length, 2, limits.MostFiles);
        // A file ends with the event that passes its size.
        Assert.True(files.Sum(file => file.Length) <= limits.MostFiles * (limits.LargestFile + 1000));
        Assert.Contains("1999", File.ReadAllText(files.OrderBy(file => file.Name, StringComparer.Ordinal).Last().FullName), StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_are_collapsed_in_the_files()
    {
        using (var log = ServiceLog.Create(_folder, console: false))
        {
            for (var i = 0; i < 58; i++) log.Warning("{Line} is down", "riser-1");
        }

        var text = File.ReadAllLines(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "log"))));
        Assert.Equal(2, text.Length);
        Assert.Contains("riser-1 is down (repeated 57 times)", text[1].Replace("\\\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
