using System.Runtime.CompilerServices;

namespace AmrCollector.Tests;

/// <summary>Whatever waits for somebody slower than itself waits in something with an end.</summary>
public sealed class BoundedQueuesTests
{
    private static readonly string[] Endless = ["CreateUnbounded", "BlockingCollection<", "new BufferBlock<", "UnboundedChannelOptions"];

    [Fact]
    public void No_queue_of_the_collector_is_without_a_bound()
    {
        var files = Directory.GetFiles(Source(), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.InRange(files.Count, 300, int.MaxValue);
        Assert.Empty(files.SelectMany(file => Endless.Where(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)).Select(word => $"{Path.GetFileName(file)}: {word}")));
    }

    private static string Source([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src"));
}
