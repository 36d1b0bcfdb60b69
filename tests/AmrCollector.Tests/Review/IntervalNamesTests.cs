using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Service.Web.Review;
using NodaTime;

namespace AmrCollector.Tests.Review;

/// <summary>How people name an interval of a day.</summary>
public sealed class IntervalNamesTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly DateTimeOffset AutumnDay = new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero); // 25 hours
    private static readonly IntervalBlock Day = new(TimeSpan.FromMinutes(15), 2, new decimal[100], new IntervalQuality[100]);

    [Theory]
    [InlineData("1", 0)]
    [InlineData("100", 99)]
    [InlineData("00:00", 0)]
    [InlineData("10:15", 45)] // an hour happened twice
    [InlineData("2026-10-25T00:30:00Z", 10)]
    [InlineData("2026-10-25T02:30:00+02:00", 10)]
    public void By_number_by_the_clock_on_the_wall_or_by_instant(string name, int index) => Assert.Equal([new IntervalEdit(index, 0.25m)], Read(name, "0.25").Edits);

    [Theory]
    [InlineData("02:30", "0.25", "happens twice on that day: name the interval by its number, 11 or 15")]
    [InlineData("10:20", "0.25", "No interval of the day is '10:20'")]
    [InlineData("101", "0.25", "by its number from 1 to 100")]
    [InlineData("noon", "0.25", "No interval of the day is 'noon'")]
    [InlineData("10:15", "a lot", "'a lot' of interval 10:15 is no number")]
    public void What_is_not_clear_is_told(string name, string value, string sentence) => Assert.Contains(sentence, Read(name, value).Wrong, StringComparison.Ordinal);

    [Fact]
    public void As_somebody_types_it_into_a_form()
    {
        Assert.Equal([KeyValuePair.Create("10:15", "0.25"), KeyValuePair.Create("41", "0.30")], IntervalNames.Parse(" 10:15=0.25, 41=0.30 ")!);
        Assert.Empty(IntervalNames.Parse("")!);
        Assert.Null(IntervalNames.Parse("10:15"));
        Assert.Null(IntervalNames.Parse("10:15=1 10:15=2"));
    }

    private static (IReadOnlyList<IntervalEdit> Edits, string Wrong) Read(string name, string value) => IntervalNames.Read(new Dictionary<string, string> { [name] = value }, Day, AutumnDay, Berlin);
}
