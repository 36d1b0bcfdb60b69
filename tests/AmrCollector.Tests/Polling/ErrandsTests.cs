using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Tests.Polling;

public sealed class ErrandsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_silent_meter_waits_for_the_others_until_probes_are_allowed()
    {
        var (silent, well) = (Current(isSilent: true), Current(isSilent: false));
        var errands = Of(silent, well);
        Assert.Same(well, errands.Choose(Now, probesNotBefore: Now + TimeSpan.FromSeconds(1)));
        Assert.Same(silent, errands.Choose(Now, probesNotBefore: Now));
    }

    [Fact]
    public void A_silent_meter_alone_is_asked_as_soon_as_its_back_off_allows()
    {
        var silent = Current(isSilent: true);
        Assert.Same(silent, Of(silent).Choose(Now, probesNotBefore: TimeSpan.MaxValue));
        Assert.Null(Of(silent).Choose(TimeSpan.Zero, probesNotBefore: TimeSpan.Zero));
    }

    private static Errands Of(params GroupErrand[] all)
    {
        var errands = new Errands();
        foreach (var errand in all) errands.Add(errand);
        return errands;
    }

    private static GroupErrand Current(bool isSilent)
    {
        var meter = FreezeMeter.Polled();
        if (isSilent) meter.Backoff = new(1, Now - TimeSpan.FromSeconds(1));
        return new(meter, null, ErrandClass.Planned, meter.Model.Groups["current"], FreezeMeter.Translation);
    }
}
