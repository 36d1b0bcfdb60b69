namespace AmrCollector.Gaps;

/// <summary>What the states mean.</summary>
public static class SlotStates
{
    /// <summary>So many numbers a state may have.</summary>
    internal const int Count = 16;

    /// <summary>True when the meter said it, at once or later.</summary>
    public static bool IsActual(this SlotState state) => state is >= SlotState.Have and <= SlotState.FromLoadRecord;

    /// <summary>True when the meter said it, later than it was due.</summary>
    public static bool IsRecovered(this SlotState state) => state is >= SlotState.FromDailyFreeze and <= SlotState.FromLoadRecord;

    /// <summary>True when it cannot be had any more.</summary>
    public static bool IsLost(this SlotState state) => state >= SlotState.NoRecord;

    /// <summary>One of open, have, recovered, estimated, lost, notExpected.</summary>
    public static string Word(this SlotState state) => state switch
    {
        SlotState.Open => "open",
        SlotState.Have => "have",
        SlotState.Estimated => "estimated",
        SlotState.NotExpected => "notExpected",
        _ => state.IsActual() ? "recovered" : "lost",
    };

    /// <summary>Why it is lost, else null.</summary>
    public static string? Reason(this SlotState state) => state switch
    {
        SlotState.NoRecord => "the meter has no record",
        SlotState.OlderThanMemory => "older than the meter's memory",
        SlotState.NoMemory => "only a reading at that moment could have told it",
        SlotState.Refused => "the meter refuses it",
        SlotState.Rejected => "what came was rejected",
        SlotState.Removed => "the meter left the list",
        SlotState.DayClosed => "its day was closed before it came",
        _ => null,
    };

    /// <summary>Which of two states stands, whatever order they come in: an actual outdoes an estimate, that a loss, that nothing. The first of equals stays.</summary>
    internal static bool Outdoes(SlotState next, SlotState standing) => Rank(next) > Rank(standing);

    private static int Rank(SlotState state) => state switch
    {
        SlotState.Open => 0,
        SlotState.NotExpected => 1,
        SlotState.Estimated => 3,
        _ => state.IsLost() ? 2 : 4,
    };
}
