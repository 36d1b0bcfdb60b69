using AmrCollector.Reports;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Reports;

/// <summary>What could not become a reading is kept within bounds, and counted without end.</summary>
public sealed class DeadLetterStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-letters-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_letter_is_kept_with_topic_reason_and_four_kibibytes()
    {
        using DeadLetterStore store = new(_folder, _time);
        store.Store([DeadLetter.Of("main", "gw", new string('t', 2000), new byte[10_000], 1_000_000, ReportFault.TooLarge, "too large")]);
        var letter = Assert.Single(store.Newest(10));
        Assert.Equal((1024, 4096, 1_000_000, "too large"), (letter.Topic.Length, letter.Payload.Length, letter.PayloadLength, letter.Reason));
    }

    [Fact]
    public void Beyond_its_quota_a_gateway_is_only_counted_and_others_are_kept_still()
    {
        using (DeadLetterStore store = new(_folder, _time))
            for (var i = 0; i < 3; i++) store.Store([.. Enumerable.Repeat(Letter("liar"), 60), Letter("honest")]);
        using DeadLetterStore again = new(_folder, _time); // the quota survives a restart
        again.Store([Letter("liar")]);
        Assert.Equal((100, 3), (again.Newest(1000).Count(letter => letter.Gateway == "liar"), again.Newest(1000).Count(letter => letter.Gateway == "honest")));
        Assert.Equal(184, again.Refused());
        _time.Advance(TimeSpan.FromDays(1));
        again.Store([Letter("liar")]);
        Assert.Equal(101, again.Newest(1000).Count(letter => letter.Gateway == "liar"));
    }

    [Fact]
    public void A_gateway_that_invents_names_does_not_fill_the_disk()
    {
        using DeadLetterStore store = new(_folder, _time);
        for (var batch = 0; batch < 30; batch++) store.Store([.. Enumerable.Range(0, 100).Select(i => Letter($"gw-{batch}-{i}"))]);
        Assert.Equal(3000, store.Refused());
        Assert.True(store.Newest(5000).Select(letter => letter.Gateway).Distinct().Count() <= 2101);
    }

    [Fact]
    public void After_a_month_a_letter_goes_but_not_by_a_clock_that_is_not_trusted()
    {
        var isTrusted = false;
        using DeadLetterStore store = new(_folder, _time, () => isTrusted);
        store.Store([Letter("old")]);
        _time.StepWallClock(TimeSpan.FromDays(365));
        store.Store([Letter("new")]);
        Assert.Equal(["new", "old"], store.Newest(10).Select(letter => letter.Gateway));
        isTrusted = true;
        store.Store([Letter("newer")]);
        Assert.Equal(["newer", "new"], store.Newest(10).Select(letter => letter.Gateway));
    }

    private static DeadLetter Letter(string gateway) => DeadLetter.Of("main", gateway, "a/b", new byte[] { 1 }, 1, ReportFault.NoJson, "it is not JSON");
}
