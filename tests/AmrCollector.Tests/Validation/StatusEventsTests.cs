using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

public sealed class StatusEventsTests
{
    private static readonly MeterId Meter = new("000012345601");
    private static readonly ObisCode PhaseB = ObisCode.Parse("0-0:96.5.5");
    private static readonly ObisCode Covers = ObisCode.Parse("0-0:96.20.0");

    [Fact]
    public void A_state_lasts_from_the_first_word_that_shows_it_to_the_last()
    {
        var events = Events(PhaseB, (0, 0), (1, 1), (2, 1), (3, 0));
        Assert.Equal(new(MeterEventKind.VoltageLoss, Household.Day(1), Household.Day(2), Phase: "B"), Assert.Single(events));
    }

    [Fact]
    public void A_state_that_stands_in_the_last_word_has_not_ended() =>
        Assert.Equal([(MeterEventKind.CurrentLoss, null), (MeterEventKind.PhaseLoss, (DateTimeOffset?)null)], Events(PhaseB, (0, 0), (1, 0b1000_1000)).Select(happening => (happening.Kind, happening.End)));

    [Fact]
    public void A_counter_that_rises_is_an_event_and_one_that_is_first_read_is_none() =>
        Assert.Equal(new(MeterEventKind.CoverOpen, Household.Day(1).AddSeconds(1), Household.Day(2)), Assert.Single(Events(Covers, (0, 7), (1, 7), (2, 8))));

    [Fact]
    public void Power_is_integrated_between_the_samples_and_held_at_the_ends()
    {
        var samples = Enumerable.Range(0, 9).Select(i => Sample(ObisCode.Parse("1-0:16.7.0"), i / 8.0, 2m)).ToList();
        Assert.Equal((2m, 48m), (PowerIntegral.Of(samples, Household.Day(0), Household.Day(1)).Mean!.Value, PowerIntegral.Of(samples, Household.Day(0), Household.Day(1)).Energy!.Value));
        Assert.Equal((2m, null), PowerIntegral.Of([.. samples.Take(7)], Household.Day(0), Household.Day(0.8)));
        Assert.Equal((null, null), PowerIntegral.Of([samples[0], samples[8]], Household.Day(0), Household.Day(1)));
    }

    [Fact]
    public void Power_that_flows_back_moves_no_forward_register() =>
        Assert.Equal(0m, PowerIntegral.Of([Sample(ObisCode.Parse("1-0:16.7.0"), 0, -5m)], Household.Day(0), Household.Day(0.1)).Mean);

    private static IReadOnlyList<MeterEvent> Events(ObisCode item, params (double Day, decimal Value)[] told) =>
        StatusEvents.Of(asked => asked == item ? [.. told.Select(value => Sample(item, value.Day, value.Value))] : []);

    private static Observation Sample(ObisCode item, double day, decimal value) => new(Meter, item, Household.Day(day), value, Unit.Kilowatt);
}
