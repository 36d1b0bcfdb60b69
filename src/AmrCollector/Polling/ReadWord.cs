namespace AmrCollector.Polling;

/// <summary>Words of a plan that are not groups of a model.</summary>
public static class ReadWord
{
    /// <summary>The meter's own daily freezes.</summary>
    public const string DailyFreeze = "dailyFreeze";
}
