namespace AmrCollector.Polling;

/// <summary>Words of a plan that are not groups of a model.</summary>
public static class ReadWord
{
    /// <summary>The meter's own daily freezes.</summary>
    public const string DailyFreeze = "dailyFreeze";

    /// <summary>The registers of the billing periods that the meter itself has closed.</summary>
    public const string Settlement = "settlement";

    /// <summary>The load profile: the meter's load records, or of a meter that keeps none its registers at the quarter hour.</summary>
    public const string Profile = "profile";
}
