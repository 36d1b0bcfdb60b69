namespace AmrCollector.Service.Configuration;

/// <summary>The words a plan may use that are no groups of a model.</summary>
internal static class ReadWords
{
    public const string DailyFreeze = "dailyFreeze";
    public const string Settlement = "settlement";
    public const string Profile = "profile";
}
