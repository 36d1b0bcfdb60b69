namespace AmrCollector.Polling;

/// <summary>Which class the words of a plan belong to.</summary>
internal static class ErrandClasses
{
    /// <summary>The class of an entry that reads <paramref name="words"/>; the most urgent of them decides.</summary>
    internal static ErrandClass Of(IReadOnlyList<string> words)
    {
        var found = ErrandClass.Planned;
        foreach (var word in words)
            if (Of(word) is var one && one < found) found = one;
        return found;
    }

    private static ErrandClass Of(string word) => word switch
    {
        ReadWord.DailyFreeze or ReadWord.Settlement => ErrandClass.Billing,
        ReadWord.Profile => ErrandClass.Profile,
        "events" => ErrandClass.Events,
        _ => ErrandClass.Planned,
    };
}
