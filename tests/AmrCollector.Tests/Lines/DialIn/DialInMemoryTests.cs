using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;
using Xunit.Abstractions;

namespace AmrCollector.Tests.Lines.DialIn;

[Collection(AloneCollection.Name)]
public sealed class DialInMemoryTests(ITestOutputHelper output)
{
    private const int Units = 400;

    [Fact]
    public async Task An_idle_unit_and_its_line_are_small()
    {
        var ids = Enumerable.Range(1, Units + 20).Select(n => $"AMR-{n:D6}").ToList();
        await using var site = await ListeningSite.StartAsync(ListeningSite.Options(heartbeats: "FE"), ids);
        List<CallingUnit> callers = [];
        List<DialInLine> lines = [];
        await DialAsync(site, ids.Take(20), callers, lines);
        var before = LiveHeap.Bytes();
        var threads = ThreadPool.ThreadCount;
        await DialAsync(site, ids.Skip(20), callers, lines);
        foreach (var caller in callers) await caller.SayAsync([0xFE]);
        var each = (LiveHeap.Bytes() - before) / Units;
        output.WriteLine($"{each} bytes a unit, its line and its far socket; threads {threads} to {ThreadPool.ThreadCount}");

        // The far socket is in this process too and is counted with it.
        Assert.True(each <= 4096, $"{each} bytes");
        foreach (var line in lines) await line.DisposeAsync();
        callers.ForEach(caller => caller.Dispose());
    }

    private static async Task DialAsync(ListeningSite site, IEnumerable<string> ids, List<CallingUnit> callers, List<DialInLine> lines)
    {
        foreach (var id in ids)
        {
            callers.Add(await CallingUnit.DialAsync(site.Address, id));
            lines.Add(await site.OpenLineAsync(id));
        }
    }
}
