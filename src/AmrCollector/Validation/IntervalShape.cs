using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// What like days had at a time of the day (vee.md 5.1, steps 3 and 4): the mean of the three latest of the same weekday and type, else of the
/// last five of the type. Days that are not read whole, or have not as many intervals as most days, tell nothing. Pure.
/// </summary>
/// <param name="calendar">The site's days.</param>
/// <param name="days">Days before the gap, newest first; numbers count local days since 1970-01-01.</param>
public sealed class IntervalShape(SiteCalendar calendar, IReadOnlyList<(int Day, IntervalBlock Block)> days)
{
    private const int LikeDays = 3;
    private const int FewestLike = 2;
    private const int TypeDays = 5;
    private readonly Dictionary<int, IReadOnlyList<IntervalBlock>> _like = [];

    /// <summary>Secondary energy of the interval <paramref name="index"/> of like days of <paramref name="day"/>; 0 when there are none.</summary>
    public decimal Weight(int day, int index)
    {
        if (!_like.TryGetValue(day, out var like)) _like.Add(day, like = LikeOf(day));
        return like.Count == 0 || index < 0 || index >= like[0].Values.Count ? 0 : like.Sum(block => block.Values[index]) / like.Count;
    }

    private List<IntervalBlock> LikeOf(int day)
    {
        var whole = days.Where(one => IsTelling(one.Block) && calendar.IsRest(one.Day) == calendar.IsRest(day)).ToList();
        var same = whole.Where(one => (one.Day - day) % 7 == 0).Take(LikeDays).Select(one => one.Block).ToList();
        return same.Count >= FewestLike ? same : [.. whole.Take(TypeDays).Select(one => one.Block)];
    }

    private static bool IsTelling(IntervalBlock block) =>
        block.Values.Count * block.Step == TimeSpan.FromDays(1) && block.Qualities.All(quality => quality == IntervalQuality.Actual);
}
